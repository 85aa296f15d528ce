/**
 * The Kubernetes API: caches of what is ours, one {@link io.slipway.operator.kube.Observer} that
 * makes an observation of them, and one {@link io.slipway.operator.kube.Applier} that carries out a
 * plan's steps.
 *
 * <p>No decision about a rollout is made here; what is decided here is only how a write is made
 * safely: by one field manager, never over somebody else's object, never twice for nothing.
 */
@NullMarked
package io.slipway.operator.kube;

import org.jspecify.annotations.NullMarked;
