/** Tests of what may be said to a rollout in which state. */
@NullMarked
package io.slipway.cli.action;

import org.jspecify.annotations.NullMarked;
