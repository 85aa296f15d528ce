/** Documents against the examples of the pod contract. */
@NullMarked
package io.slipway.operator.document;

import org.jspecify.annotations.NullMarked;
