/**
 * The rows of a query, said as lines of JSON: cut into ranges of a column, counted when the run is
 * planned and again when they are read. Nothing is known here of models, of runs or of where their
 * results go.
 */
@NullMarked
package io.slipway.batch.query;

import org.jspecify.annotations.NullMarked;
