/**
 * The API under {@code /v1} with Javalin: requests into use cases, results into JSON and bytes.
 * Every path is in one table, from which the server and the OpenAPI document are made. No SQL, no
 * decision.
 */
@NullMarked
package io.slipway.registry.http;

import org.jspecify.annotations.NullMarked;
