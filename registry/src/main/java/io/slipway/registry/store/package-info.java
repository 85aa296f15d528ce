/**
 * The history in SQL: SQLite in a file, or PostgreSQL. What may never change is guarded by the
 * database's own triggers, so that no mistake above it can change it.
 *
 * <p>A class for each table turns rows into values and back. No decision is taken here, no HTTP is
 * spoken, and no time is read.
 */
@NullMarked
package io.slipway.registry.store;

import org.jspecify.annotations.NullMarked;
