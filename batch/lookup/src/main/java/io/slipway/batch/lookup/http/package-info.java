/** The API under {@code /v1/predictions} with Javalin. No SQL, no decision. */
@NullMarked
package io.slipway.batch.lookup.http;

import org.jspecify.annotations.NullMarked;
