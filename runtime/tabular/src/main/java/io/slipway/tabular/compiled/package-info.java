/** The compiled form of a model: what of programs and models can be kept, and how it is read. */
@NullMarked
package io.slipway.tabular.compiled;

import org.jspecify.annotations.NullMarked;
