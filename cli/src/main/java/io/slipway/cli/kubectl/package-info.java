/**
 * The edge to the cluster: kubectl itself, run as a child process with the user's own contexts,
 * credentials and flags. JSON comes back; what it means is not known here.
 */
@NullMarked
package io.slipway.cli.kubectl;

import org.jspecify.annotations.NullMarked;
