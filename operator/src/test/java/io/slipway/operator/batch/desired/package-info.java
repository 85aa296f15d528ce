/** Tests. */
@NullMarked
package io.slipway.operator.batch.desired;

import org.jspecify.annotations.NullMarked;
