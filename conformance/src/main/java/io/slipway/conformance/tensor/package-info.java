/** Tensors and the requests and answers that hold them, in JSON and in binary. Knows no HTTP. */
@NullMarked
package io.slipway.conformance.tensor;

import org.jspecify.annotations.NullMarked;
