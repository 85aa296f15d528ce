/**
 * Prediction sets in PostgreSQL: a table for each, with a partition for every set version, and one
 * row that says which of them is current.
 */
@NullMarked
package io.slipway.batch.warehouse.postgresql;

import org.jspecify.annotations.NullMarked;
