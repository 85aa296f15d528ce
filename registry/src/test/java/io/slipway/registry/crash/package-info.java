/** A registry that is killed at any point, and what must be true of it afterwards. */
@NullMarked
package io.slipway.registry.crash;

import org.jspecify.annotations.NullMarked;
