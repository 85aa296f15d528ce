/** Tests. */
@NullMarked
package io.slipway.operator.batch.schedule;

import org.jspecify.annotations.NullMarked;
