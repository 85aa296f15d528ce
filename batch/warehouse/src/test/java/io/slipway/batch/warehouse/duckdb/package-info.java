/** DuckDB's, in a folder. */
@NullMarked
package io.slipway.batch.warehouse.duckdb;

import org.jspecify.annotations.NullMarked;
