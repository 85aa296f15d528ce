/**
 * Port 8080: callers' requests in, answers out. Limits, routing to another revision, scoring where
 * it costs others least, metrics, and the pages that describe the model.
 *
 * <p>What bytes mean is {@link io.slipway.server.protocol}'s business. Where a model comes from and
 * which revision should answer is decided elsewhere and asked for through {@link
 * io.slipway.server.http.ServingContext}; nothing here knows the operator or its documents.
 */
@NullMarked
package io.slipway.server.http;

import org.jspecify.annotations.NullMarked;
