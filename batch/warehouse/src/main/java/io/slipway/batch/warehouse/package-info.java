/**
 * Predictions made in bulk, kept under a name and read by key. Every publication of a prediction
 * set is a set version: loaded beside the one that is read, published by moving one pointer, kept
 * for a while to go back to. Whoever reads is answered from one set version, always. Four
 * implementations of one contract: PostgreSQL, DuckDB in a folder of one machine, Parquet files in
 * one that machines share, and whatever database a JDBC driver reaches. Nothing of Kubernetes, of
 * engines or of HTTP is known here.
 */
@NullMarked
package io.slipway.batch.warehouse;

import org.jspecify.annotations.NullMarked;
