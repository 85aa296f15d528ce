/**
 * A real Kubernetes API server and its etcd for tests: custom resources, validation, server-side
 * apply, watches and conflicts behave as in a cluster. No controllers, no scheduler, no nodes:
 * whoever needs their effects writes them in the test.
 */
@NullMarked
package io.slipway.testing.apiserver;

import org.jspecify.annotations.NullMarked;
