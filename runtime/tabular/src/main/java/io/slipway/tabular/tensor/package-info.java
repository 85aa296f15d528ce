/**
 * Steps over ranges of slots, as operators over tensors have them: a row of a tensor lies in
 * contiguous slots, and each step rounds to what the tensor's elements keep. A NaN is written as
 * {@link io.slipway.tabular.form.Values#MISSING}, since trees ask for that mark.
 *
 * <p>Computes what ONNX Runtime's kernels compute, in their order: its single precision is told
 * from an exact result in the seventh digit. Knows the form and no file format.
 */
@NullMarked
package io.slipway.tabular.tensor;

import org.jspecify.annotations.NullMarked;
