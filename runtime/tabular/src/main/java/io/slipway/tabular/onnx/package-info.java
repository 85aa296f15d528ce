/**
 * Lowers ONNX graphs of tabular models, those of ai.onnx.ml and what exporters put around them, to
 * the internal form. A graph whose rows do not depend on one another becomes a program; anything
 * else is refused by the node's place, name and operator, so that ONNX Runtime can be asked.
 *
 * <p>Files are read and checked by {@link io.slipway.onnx.file}; nothing here opens one.
 */
@NullMarked
package io.slipway.tabular.onnx;

import org.jspecify.annotations.NullMarked;
