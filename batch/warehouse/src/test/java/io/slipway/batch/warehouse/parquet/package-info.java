/** Sets as Parquet files. */
@NullMarked
package io.slipway.batch.warehouse.parquet;

import org.jspecify.annotations.NullMarked;
