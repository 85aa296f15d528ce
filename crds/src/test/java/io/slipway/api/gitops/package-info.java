/**
 * What GitOps tools make of a resource: the scripts and expressions of {@code docs/gitops}, run on
 * objects in every situation.
 */
@NullMarked
package io.slipway.api.gitops;

import org.jspecify.annotations.NullMarked;
