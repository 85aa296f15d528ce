/**
 * The planner at work in a toy cluster: controllers, kubelets, callers, caches that lag, writes
 * that fail, an operator that is killed between any two of them, and people who change their minds.
 *
 * <p>Two ways to use it. A {@link io.slipway.operator.simulation.Story} is one run in the usual
 * order, told by the status. A {@link io.slipway.operator.simulation.Schedule} is a list of {@link
 * io.slipway.operator.simulation.Action}s made from a seed, carried out by {@link
 * io.slipway.operator.simulation.Run}, with every {@link io.slipway.operator.simulation.Rule}
 * checked after every action; one that fails is shrunk. {@link
 * io.slipway.operator.simulation.PlantedBug}s show that it can fail.
 *
 * <p>Whatever is new in the world is an action, whatever is new in what is promised a rule, and
 * each rule has a planted bug.
 */
@NullMarked
package io.slipway.operator.simulation;

import org.jspecify.annotations.NullMarked;
