/** Tests of reading and checking ONNX files. */
@NullMarked
package io.slipway.onnx.file;

import org.jspecify.annotations.NullMarked;
