/**
 * What the operator says about a resource: its status and conditions.
 *
 * <p>Pure: a status is a function of the status before it, the time and the {@link
 * io.slipway.operator.status.Situation}. A condition's transition time moves only when it flips, so
 * that equal situations give equal statuses and nothing is written.
 */
@NullMarked
package io.slipway.operator.status;

import org.jspecify.annotations.NullMarked;
