/**
 * What to do: pure functions from an {@link io.slipway.operator.observe.Observation} to a {@link
 * io.slipway.operator.plan.Plan}. Decisions are values; somebody else carries them out.
 *
 * <p>No Kubernetes client, no clock, no logging, no state: time and everything remembered is in the
 * observation, so that an operator that was killed goes on where it was.
 */
@NullMarked
package io.slipway.operator.plan;

import org.jspecify.annotations.NullMarked;
