/**
 * A lowered model as the scoring engine's {@link io.slipway.scoring.Model}: columns in, the program
 * over frames of rows, columns out.
 *
 * <p>Knows the internal form and no file format.
 */
@NullMarked
package io.slipway.tabular.model;

import org.jspecify.annotations.NullMarked;
