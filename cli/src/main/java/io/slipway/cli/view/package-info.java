/**
 * Pictures of a rollout, and of offline scoring, in plain text. Pure functions from values and a
 * time to lines; what the lines are printed on, and whether it shows colours, is somebody else's
 * business.
 */
@NullMarked
package io.slipway.cli.view;

import org.jspecify.annotations.NullMarked;
