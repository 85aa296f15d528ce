/**
 * The objects of a run, of a schedule and of the look-up service, as they should be.
 *
 * <p>Pure: no client, no clock. What is made here is applied by others.
 */
@NullMarked
package io.slipway.operator.batch.desired;

import org.jspecify.annotations.NullMarked;
