/**
 * Prediction sets in a folder, where there is no database server: a DuckDB file for each set
 * version, which never changes, and a catalogue that is replaced as a whole.
 */
@NullMarked
package io.slipway.batch.warehouse.duckdb;

import org.jspecify.annotations.NullMarked;
