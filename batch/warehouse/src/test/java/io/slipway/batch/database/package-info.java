/** Drivers, found and missing. */
@NullMarked
package io.slipway.batch.database;

import org.jspecify.annotations.NullMarked;
