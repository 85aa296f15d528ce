package io.slipway.batch.parquet;

import java.io.IOException;

/**
 * No row of a file can be read, now or later: it is no Parquet, or has a column that is no input.
 */
public final class InvalidParquetException extends IOException {
  private static final long serialVersionUID = 1;

  InvalidParquetException(String message) {
    super(message);
  }
}
