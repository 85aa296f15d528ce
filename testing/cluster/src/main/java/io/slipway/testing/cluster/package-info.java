/**
 * Finds a real Kubernetes cluster to test on, or starts one: the one that {@code
 * SLIPWAY_KUBECONFIG} names, k3s where a Docker daemon answers, or dev/cluster. It knows nothing of
 * what is installed there.
 */
@NullMarked
package io.slipway.testing.cluster;

import org.jspecify.annotations.NullMarked;
