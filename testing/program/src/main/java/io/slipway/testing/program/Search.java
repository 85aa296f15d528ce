package io.slipway.testing.program;

import java.nio.file.Path;

/** What a search for a program came to. */
public sealed interface Search {

  /** The program to test with. */
  record Found(Path executable) implements Search {}

  /**
   * None, and no way to get one.
   *
   * @param reason one line that says what would help
   */
  record NotFound(String reason) implements Search {}
}
