/** When runs begin. Pure: the time is part of the observation. */
@NullMarked
package io.slipway.operator.batch.schedule;

import org.jspecify.annotations.NullMarked;
