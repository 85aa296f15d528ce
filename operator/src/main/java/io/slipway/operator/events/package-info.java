/** Kubernetes events: what a person would want to see in {@code kubectl describe}. */
@NullMarked
package io.slipway.operator.events;

import org.jspecify.annotations.NullMarked;
