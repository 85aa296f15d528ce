/**
 * Which replica of the operator works: the one that holds the Lease, for as long as it can be sure
 * of it.
 */
@NullMarked
package io.slipway.operator.leader;

import org.jspecify.annotations.NullMarked;
