/**
 * Programs that tests take part with and that this build does not make: found, built from their
 * source or installed, of which it knows none; and what the JDK's own make for tests. Nothing of
 * test frameworks is known here.
 */
@NullMarked
package io.slipway.testing.program;

import org.jspecify.annotations.NullMarked;
