/**
 * The ONNX engine beside a bare loop over ONNX Runtime, as tuned as its Java interface allows, in
 * one thread of one JVM.
 */
@NullMarked
package io.slipway.benchmarks.onnx;

import org.jspecify.annotations.NullMarked;
