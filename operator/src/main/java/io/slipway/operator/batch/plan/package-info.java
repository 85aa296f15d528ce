/**
 * What to do for a run: one Job after the other, and what its status says.
 *
 * <p>Pure functions of an observation. All that a run remembers is in its status: the operator may
 * be killed between any two writes.
 */
@NullMarked
package io.slipway.operator.batch.plan;

import org.jspecify.annotations.NullMarked;
