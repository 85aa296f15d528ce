/** JSON as values, read and written to the letter: a number keeps its digits. */
@NullMarked
package io.slipway.conformance.json;

import org.jspecify.annotations.NullMarked;
