/**
 * Programs that tests take part with and that this build does not make: found, or built from their
 * source. It knows none of them, and nothing of test frameworks.
 */
@NullMarked
package io.slipway.testing.program;

import org.jspecify.annotations.NullMarked;
