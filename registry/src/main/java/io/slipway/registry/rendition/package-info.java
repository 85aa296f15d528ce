/**
 * The forms that there are of one model: the bytes that were pushed, and those derived from them
 * which score the same. Values only.
 */
@NullMarked
package io.slipway.registry.rendition;

import org.jspecify.annotations.NullMarked;
