/**
 * Asks Prometheus what checks of rollouts want to know. Answers are handed to the plan as they are;
 * no answer is an answer, too, and nothing is decided here.
 */
@NullMarked
package io.slipway.operator.measure;

import org.jspecify.annotations.NullMarked;
