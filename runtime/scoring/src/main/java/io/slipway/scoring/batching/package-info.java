/**
 * Scores the rows of callers who wait for each other in one call of the model, where a trial at
 * load has shown that this costs less and answers alike. Knows no engine: a model is a {@link
 * io.slipway.scoring.Model}.
 */
@NullMarked
package io.slipway.scoring.batching;

import org.jspecify.annotations.NullMarked;
