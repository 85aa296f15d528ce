/**
 * The control loop: observe, plan, apply, tell. Everything else is elsewhere; this package knows
 * the operator SDK and the order.
 */
@NullMarked
package io.slipway.operator.reconcile;

import org.jspecify.annotations.NullMarked;
