/**
 * What the operator sees: an {@link io.slipway.operator.observe.Observation} is one immutable
 * picture of a ModelDeployment, the objects that belong to it, what its pods report, the time, and
 * the operator's own settings.
 *
 * <p>Value types only, and questions about them. Nothing here reads a cluster, a clock or a file;
 * whoever fills an observation lives at the edge. Kubernetes objects in it are shared with caches
 * and are never changed.
 */
@NullMarked
package io.slipway.operator.observe;

import org.jspecify.annotations.NullMarked;
