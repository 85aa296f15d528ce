/**
 * A team's own server in place of Slipway's: what the small contract asks for, and nothing more.
 */
@NullMarked
package io.slipway.examples;

import org.jspecify.annotations.NullMarked;
