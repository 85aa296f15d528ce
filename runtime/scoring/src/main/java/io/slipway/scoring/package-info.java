/**
 * The prediction engine's vocabulary: a {@link io.slipway.scoring.Model} has a {@link
 * io.slipway.scoring.Signature} and scores a {@link io.slipway.scoring.Batch} of columns into a
 * batch of columns; an {@link io.slipway.scoring.Engine} loads models of the formats it knows.
 *
 * <p>Nothing here knows HTTP, Kubernetes, a model format or a library that reads one. Engines
 * depend on this package; this package depends on the JDK alone.
 */
@NullMarked
package io.slipway.scoring;

import org.jspecify.annotations.NullMarked;
