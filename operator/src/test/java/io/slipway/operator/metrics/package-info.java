@NullMarked
package io.slipway.operator.metrics;

import org.jspecify.annotations.NullMarked;
