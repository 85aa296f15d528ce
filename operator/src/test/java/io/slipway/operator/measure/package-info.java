/** Tests of what the operator asks Prometheus. */
@NullMarked
package io.slipway.operator.measure;

import org.jspecify.annotations.NullMarked;
