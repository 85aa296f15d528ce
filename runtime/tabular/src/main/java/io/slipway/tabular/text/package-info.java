/**
 * Texts of rows: made of other texts, numbers and dates, measured, searched, and read as numbers.
 * The ops here allocate, which those of {@link io.slipway.tabular.form} do not. Knows no file
 * format, and what a text means to a model no more than its code.
 */
@NullMarked
package io.slipway.tabular.text;

import org.jspecify.annotations.NullMarked;
