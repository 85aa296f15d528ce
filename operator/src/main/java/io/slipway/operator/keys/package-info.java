/**
 * Where the operator's signing key is kept: one Secret of its own namespace, the only Secret that
 * the operator ever reads or writes.
 */
@NullMarked
package io.slipway.operator.keys;

import org.jspecify.annotations.NullMarked;
