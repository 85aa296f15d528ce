/**
 * The crash sweep: an operator whose every request goes through a {@link
 * io.slipway.operator.crash.Proxy}, which ends it before or after any of its writes, and what a
 * {@link io.slipway.operator.crash.Witness} saw of it at the API server.
 */
@NullMarked
package io.slipway.operator.crash;

import org.jspecify.annotations.NullMarked;
