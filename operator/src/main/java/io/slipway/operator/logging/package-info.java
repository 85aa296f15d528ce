/** One JSON object a line, with constant keys, for whatever collects the operator's logs. */
@NullMarked
package io.slipway.operator.logging;

import org.jspecify.annotations.NullMarked;
