/**
 * Where a model's bytes come from, and the proof that they are the right ones: reads a source once,
 * hashes while it streams, resumes and retries, and keeps the result under its digest.
 *
 * <p>Bytes only. Nothing here knows what a model is, serves HTTP, or knows the operator's
 * documents.
 */
@NullMarked
package io.slipway.server.source;

import org.jspecify.annotations.NullMarked;
