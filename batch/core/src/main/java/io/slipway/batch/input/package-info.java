/**
 * The files of a run, and the lines of a split's slices. Knows bytes and lines; what a line says is
 * not known here.
 */
@NullMarked
package io.slipway.batch.input;

import org.jspecify.annotations.NullMarked;
