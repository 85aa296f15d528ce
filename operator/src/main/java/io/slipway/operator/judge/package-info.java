/**
 * Whether a candidate does harm: pure functions from what pods counted to a verdict, with the
 * numbers from which anyone can compute it again. The formulas and their sources are in {@code
 * docs/judging.md}.
 *
 * <p>Everything is a stateless function of totals per window. No Kubernetes, no custom resources,
 * no clock and no other package of the operator: who counted, when, and what a verdict leads to is
 * decided elsewhere. All values are immutable, so every function may be called from any thread.
 *
 * <p>No result is ever NaN. Logarithms are natural, and evidence is kept as a logarithm until it is
 * shown.
 */
@NullMarked
package io.slipway.operator.judge;

import org.jspecify.annotations.NullMarked;
