/**
 * What servers on Javalin have in common, whatever they serve: a port for the API, which is left
 * without losing a caller, and one for the kubelet and Prometheus. Knows nothing of what is asked
 * and answered there. The scoring pod, whose requests take another way, has its own.
 */
@NullMarked
package io.slipway.serving;

import org.jspecify.annotations.NullMarked;
