/**
 * What a cluster does beyond its API server, as far as the operator can see it: controllers of
 * Deployments and EndpointSlices, a kubelet with pods that keep the contract, garbage collection.
 * Small on purpose: what an API server does, the real one does.
 */
@NullMarked
package io.slipway.operator.mockcluster;

import org.jspecify.annotations.NullMarked;
