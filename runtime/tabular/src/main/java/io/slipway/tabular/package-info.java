/**
 * Engine: tabular models, lowered at load to one flat form and scored without boxing.
 *
 * <p>Packages: {@code xml} reads documents, {@code form} is the internal form, {@code pmml} lowers
 * the one to the other, {@code model} puts columns into it and takes columns out. {@code onnx}
 * lowers graphs, whose tensors are ranges of slots, with the steps of {@code tensor}. Nothing that
 * a document names is ever opened, fetched or loaded as a class.
 */
@NullMarked
package io.slipway.tabular;

import org.jspecify.annotations.NullMarked;
