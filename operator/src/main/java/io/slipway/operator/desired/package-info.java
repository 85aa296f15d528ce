/**
 * The Kubernetes objects that Slipway wants: their names, labels, hashes and content, and whether a
 * live object differs from them.
 *
 * <p>Pure: an object is a function of the resource, the resolved model and the settings. Shapes are
 * canonical, as the API server returns them, so that what is wanted equals what is there. Nothing
 * here decides when an object is applied.
 */
@NullMarked
package io.slipway.operator.desired;

import org.jspecify.annotations.NullMarked;
