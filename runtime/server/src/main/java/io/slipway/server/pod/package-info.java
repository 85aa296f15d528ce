/**
 * The life of a pod: what it is told, fetching and loading its model, getting ready, saying how it
 * is (port 9090), and leaving without losing a request.
 *
 * <p>Puts the other packages together; nothing depends on it.
 */
@NullMarked
package io.slipway.server.pod;

import org.jspecify.annotations.NullMarked;
