/** Made-up tabular models, in PMML and in ONNX. Nothing is measured here. */
@NullMarked
package io.slipway.benchmarks.tabular;

import org.jspecify.annotations.NullMarked;
