/**
 * What the checks of a rollout say: takes what pods counted, adds it up over pods, and hands it to
 * the tests of {@link io.slipway.operator.judge}.
 *
 * <p>Pure: reports and checks in, results and their words out. What follows from a result is
 * decided by {@link io.slipway.operator.plan}, and how evidence is weighed by the judge; neither
 * may be done here.
 */
@NullMarked
package io.slipway.operator.analysis;

import org.jspecify.annotations.NullMarked;
