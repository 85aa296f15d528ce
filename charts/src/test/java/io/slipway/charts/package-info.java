/** Tests of the chart: what it renders, the rights it gives, and that an API server takes it. */
@NullMarked
package io.slipway.charts;

import org.jspecify.annotations.NullMarked;
