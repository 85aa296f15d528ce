/**
 * Prediction sets as Parquet files in a folder that machines share, on a volume or in a store: a
 * folder for each set version, which never changes, and a catalogue that is replaced by who has
 * seen what it replaces. Any engine reads them; nothing here runs a server.
 */
@NullMarked
package io.slipway.batch.warehouse.parquet;

import org.jspecify.annotations.NullMarked;
