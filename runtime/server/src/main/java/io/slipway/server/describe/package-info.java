/**
 * The served model described for people and programs: Open Inference Protocol metadata, our own
 * model document, OpenAPI, and a page to try it on. Each is made from the model's true signature
 * and nothing else, as text or bytes; nothing here knows HTTP.
 */
@NullMarked
package io.slipway.server.describe;

import org.jspecify.annotations.NullMarked;
