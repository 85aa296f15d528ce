/**
 * The crash sweep: an operator whose every request goes through a {@link
 * io.slipway.operator.crash.Proxy}, which ends it before or after any of its writes, and the {@link
 * io.slipway.operator.crash.History} of what was written at the API server. The same on a bad
 * {@link io.slipway.operator.crash.Line}, and with {@link io.slipway.operator.crash.Mistake}s.
 */
@NullMarked
package io.slipway.operator.crash;

import org.jspecify.annotations.NullMarked;
