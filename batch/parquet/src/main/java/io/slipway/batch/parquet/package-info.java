/**
 * Parquet files: rows that are to be scored, and predictions between scoring and the warehouse.
 * DuckDB reads and writes them, which the warehouse brings along, so that no other library comes
 * into the image. Everything is bit for bit what it was, NaN apart, of which there is one.
 */
@NullMarked
package io.slipway.batch.parquet;

import org.jspecify.annotations.NullMarked;
