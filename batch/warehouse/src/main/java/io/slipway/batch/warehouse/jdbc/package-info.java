/**
 * Prediction sets in any database that a JDBC driver reaches, in standard SQL: a table of rows for
 * each set version, which never changes once it counts, and a row for each set that is replaced by
 * who has seen what it replaces. No database is known here by its name, and nothing of one's own
 * SQL; PostgreSQL and DuckDB have packages that make more of them.
 */
@NullMarked
package io.slipway.batch.warehouse.jdbc;

import org.jspecify.annotations.NullMarked;
