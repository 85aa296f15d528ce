/**
 * Helm, as those who install the chart call it. It knows nothing of the chart, and nothing of test
 * frameworks.
 */
@NullMarked
package io.slipway.testing.helm;

import org.jspecify.annotations.NullMarked;
