/**
 * Reads an XML document that nobody vouches for into a flat tape: {@link
 * io.slipway.tabular.xml.DocumentReader} pulls events, {@link io.slipway.tabular.xml.Document}
 * keeps elements, attributes and positions in primitive arrays, {@link
 * io.slipway.tabular.xml.Element} is a view of one place in it. {@link
 * io.slipway.tabular.xml.JsonDocumentReader} puts a document in JSON onto the same tape, as a
 * mapping says.
 *
 * <p>Nothing here knows what the elements mean. Every message names element, line and column.
 */
@NullMarked
package io.slipway.tabular.xml;

import org.jspecify.annotations.NullMarked;
