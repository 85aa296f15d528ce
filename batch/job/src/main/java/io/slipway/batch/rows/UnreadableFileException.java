package io.slipway.batch.rows;

import java.io.IOException;

/** A file that no row of can ever be read, whoever tries. */
public final class UnreadableFileException extends IOException {
  private static final long serialVersionUID = 1;

  /**
   * @param why what was expected of it, and what it is
   */
  public UnreadableFileException(String file, String why) {
    super("%s: %s".formatted(file, why));
  }
}
