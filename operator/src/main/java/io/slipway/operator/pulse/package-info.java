/**
 * Finds out within a second or two which pods stopped answering, long before the cluster does.
 *
 * <p>Asks and remembers, in every replica of the operator; what follows is decided by the plan, and
 * nothing is written here.
 */
@NullMarked
package io.slipway.operator.pulse;

import org.jspecify.annotations.NullMarked;
