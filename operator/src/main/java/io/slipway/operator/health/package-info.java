/**
 * What the kubelet and Prometheus ask the operator: is it alive, is it ready, what has it measured.
 *
 * <p>Liveness never depends on the API server or on pods: restarting an operator cures neither.
 */
@NullMarked
package io.slipway.operator.health;

import org.jspecify.annotations.NullMarked;
