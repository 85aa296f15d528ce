/**
 * The engine for ONNX, with ONNX Runtime: opens sessions, describes what a model takes and gives,
 * and carries columns into its tensors and back.
 *
 * <p>Nothing here may know HTTP, Kubernetes or where a model file came from. Protobuf and the
 * checks of untrusted files are {@link io.slipway.onnx.file}'s; ONNX Runtime's classes do not leave
 * this package.
 */
@NullMarked
package io.slipway.onnx;

import org.jspecify.annotations.NullMarked;
