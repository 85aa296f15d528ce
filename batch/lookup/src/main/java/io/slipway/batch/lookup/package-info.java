/**
 * Answers which prediction a key has: from the warehouse, as long as it is fresh enough, and from a
 * model that serves online where that is wanted. What to answer is decided here; {@code http} says
 * it.
 */
@NullMarked
package io.slipway.batch.lookup;

import org.jspecify.annotations.NullMarked;
