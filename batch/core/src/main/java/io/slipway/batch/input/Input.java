package io.slipway.batch.input;

import io.slipway.batch.plan.InputFile;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** Where a run's files are. Safe for use by many threads. */
public interface Input {

  /** All files as they are now, in any order. */
  List<InputFile> list() throws IOException;

  /**
   * The bytes of a file from an offset on.
   *
   * @param file as it was planned
   * @throws InputChangedException if it is not that file any more
   */
  InputStream open(InputFile file, long from) throws IOException;
}
