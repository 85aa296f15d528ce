/** Tests of the ONNX engine, against ONNX Runtime itself and against files made here. */
@NullMarked
package io.slipway.onnx;

import org.jspecify.annotations.NullMarked;
