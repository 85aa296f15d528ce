/**
 * The registry, over HTTP: what versions and aliases mean, and what is told it of what serves. Both
 * go on beside the control loop, which reads the last answer and waits for none.
 */
@NullMarked
package io.slipway.operator.registry;

import org.jspecify.annotations.NullMarked;
