/** Tests. */
@NullMarked
package io.slipway.operator.batch.plan;

import org.jspecify.annotations.NullMarked;
