/**
 * The operator's process: configuration from the environment, wiring, start and end. What it does
 * is in the packages below, which know nothing of this one.
 */
@NullMarked
package io.slipway.operator;

import org.jspecify.annotations.NullMarked;
