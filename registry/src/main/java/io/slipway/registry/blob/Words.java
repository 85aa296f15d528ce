package io.slipway.registry.blob;

import java.io.IOException;
import java.nio.file.FileSystemException;

/** What a system says of a failure, without the path that it happened at. */
final class Words {
  private Words() {}

  static String of(IOException failure) {
    if (failure instanceof FileSystemException e) {
      return e.getReason() == null ? e.getClass().getSimpleName() : e.getReason();
    }
    return String.valueOf(failure.getMessage());
  }
}
