/**
 * Which revision answers a request: the signed traffic document that the pod goes by, how it
 * reaches the pod, and the forwarding of requests to the target's pods, with the pod's own model to
 * fall back on.
 *
 * <p>Knows port 8080 only through the seam of {@link io.slipway.server.http}; knows no model and no
 * source of models.
 */
@NullMarked
package io.slipway.server.traffic;

import org.jspecify.annotations.NullMarked;
