/** The status of runs and schedules. Pure. */
@NullMarked
package io.slipway.operator.batch.status;

import org.jspecify.annotations.NullMarked;
