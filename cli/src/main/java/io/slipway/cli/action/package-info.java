/**
 * What a person may say to a rollout or to offline scoring, whether it makes sense in the present
 * state, and the annotation or the patch that says it. Pure: no client, no clock, no randomness of
 * its own.
 */
@NullMarked
package io.slipway.cli.action;

import org.jspecify.annotations.NullMarked;
