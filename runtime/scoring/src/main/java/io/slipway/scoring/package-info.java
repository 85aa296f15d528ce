/**
 * The prediction engine's vocabulary: a {@link io.slipway.scoring.Model} has a {@link
 * io.slipway.scoring.Signature} and scores a {@link io.slipway.scoring.Batch} of columns into a
 * batch of columns; an {@link io.slipway.scoring.Engine} loads models of the formats it knows.
 *
 * <p>What several engines need is here too: how formats are told apart, a deep stack to load on,
 * and how a fast engine is held to another. Nothing here knows HTTP, Kubernetes, or a library that
 * reads a format. Engines depend on this package; this package depends on the JDK alone.
 */
@NullMarked
package io.slipway.scoring;

import org.jspecify.annotations.NullMarked;
