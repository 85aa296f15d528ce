/**
 * Reads and checks an ONNX file before native code sees it: protobuf's wire format, the parts of
 * ModelProto that the checks and the signature need, and the checks themselves.
 *
 * <p>Nothing here may know ONNX Runtime's classes, load native code, or read a file other than the
 * model; of files that the model names only their attributes are looked at.
 */
@NullMarked
package io.slipway.onnx.file;

import org.jspecify.annotations.NullMarked;
