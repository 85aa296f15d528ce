/**
 * What the API server tells, as immutable values: a ModelDeployment, its pods and its revisions;
 * runs and schedules of offline scoring and their pods. Pure: made from JSON, no client, no clock.
 * Read leniently, for the operator may be newer than this program.
 */
@NullMarked
package io.slipway.cli.resource;

import org.jspecify.annotations.NullMarked;
