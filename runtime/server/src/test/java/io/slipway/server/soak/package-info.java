/** Whole pods under load for a long time. Nothing here knows what a pod is made of. */
@NullMarked
package io.slipway.server.soak;

import org.jspecify.annotations.NullMarked;
