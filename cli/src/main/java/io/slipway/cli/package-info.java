/**
 * The command-line programs, and which of them runs: the name by which the one file is called
 * decides. Nothing here knows Kubernetes or a rollout.
 */
@NullMarked
package io.slipway.cli;

import org.jspecify.annotations.NullMarked;
