/**
 * Builds a container image from a class path, with no container engine: a root file system with a
 * Java runtime of just the modules that are used, the C libraries that it links against, the
 * application, and an ahead-of-time cache from a training run. It knows nothing of Kubernetes, and
 * of the applications only how to train them.
 */
@NullMarked
package io.slipway.images;

import org.jspecify.annotations.NullMarked;
