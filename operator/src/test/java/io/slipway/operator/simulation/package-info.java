/**
 * The planner at work in a toy cluster: controllers, kubelets, callers, caches that lag, writes
 * that fail, an operator that is killed between any two of them, and people who change their minds.
 * Every schedule is made from a seed; the invariants are checked after every step.
 */
@NullMarked
package io.slipway.operator.simulation;

import org.jspecify.annotations.NullMarked;
