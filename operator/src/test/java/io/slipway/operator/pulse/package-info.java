/** Tests of how the operator notices pods that stopped answering. */
@NullMarked
package io.slipway.operator.pulse;

import org.jspecify.annotations.NullMarked;
