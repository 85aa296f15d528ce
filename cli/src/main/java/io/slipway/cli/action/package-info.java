/**
 * What a person may say to a rollout, whether it makes sense in the present state, and the
 * annotation that says it. Pure: no client, no clock, no randomness of its own.
 */
@NullMarked
package io.slipway.cli.action;

import org.jspecify.annotations.NullMarked;
