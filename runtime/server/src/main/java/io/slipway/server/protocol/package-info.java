/**
 * Bytes to {@link io.slipway.scoring.Batch} and back, for each protocol that callers speak: the
 * Open Inference Protocol v2 (JSON and binary tensors), named records, and CSV.
 *
 * <p>Pure functions of bytes and a {@link io.slipway.scoring.Signature}: no HTTP, no threads, no
 * clock, no configuration. Values go from the parser straight into primitive arrays; a row is never
 * an object. Whatever a caller can get wrong is a {@link
 * io.slipway.server.protocol.RequestException} that says where, what was expected, and what was
 * found.
 */
@NullMarked
package io.slipway.server.protocol;

import org.jspecify.annotations.NullMarked;
