/**
 * The commands of {@code slipwayctl}: versions of models, pushed to a registry and pulled from it.
 * Talking to the registry is the client library's, printing the package view's; nothing of
 * Kubernetes is known here.
 */
@NullMarked
package io.slipway.cli.ctl;

import org.jspecify.annotations.NullMarked;
