/**
 * An application inside the cluster that calls model endpoints, one request or a steady load, and
 * keeps the log from which the end-to-end tests and the demo judge. It knows HTTP and nothing of
 * Slipway; it never retries, so that its log hides nothing.
 */
@NullMarked
package io.slipway.testing.client;

import org.jspecify.annotations.NullMarked;
