/**
 * The registry as a process: its configuration, and how its parts are put together. What it does is
 * in the packages below.
 */
@NullMarked
package io.slipway.registry;

import org.jspecify.annotations.NullMarked;
