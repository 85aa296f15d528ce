/**
 * How many rows go into one call of a model, by trials. Those of callers who wait for each other go
 * together where this costs less and answers alike; those of one caller in numbers that give each
 * row the bits it would get alone. Knows no engine: a model is a {@link io.slipway.scoring.Model}.
 */
@NullMarked
package io.slipway.scoring.batching;

import org.jspecify.annotations.NullMarked;
