/**
 * What models gave, as numbers that add up: how long it took, which values came out, and where two
 * models differ on the same rows. Counting costs a request next to nothing: no locks, nothing boxed
 * by row.
 *
 * <p>Knows columns; no HTTP, no documents, no clock.
 */
@NullMarked
package io.slipway.server.measure;

import org.jspecify.annotations.NullMarked;
