/**
 * Work that is done again and again on a thread of its own, beside the control loop.
 *
 * <p>What the work is, this package does not know.
 */
@NullMarked
package io.slipway.operator.rounds;

import org.jspecify.annotations.NullMarked;
