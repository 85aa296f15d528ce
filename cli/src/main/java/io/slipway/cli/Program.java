package io.slipway.cli;

import java.nio.file.Path;
import java.util.Arrays;

/** The programs that are in the one file; the name by which it is called decides which one runs. */
enum Program {
  /** {@code kubectl slipway}. */
  PLUGIN("kubectl-slipway"),
  /** What kubectl asks for the words that may follow {@code kubectl slipway}. */
  COMPLETION("kubectl_complete-slipway"),
  /** {@code slipwayctl}. */
  CTL("slipwayctl");

  private final String file;

  Program(String file) {
    this.file = file;
  }

  /** The program of a file; the plugin for any other name, so that the file may be renamed. */
  static Program called(String path) {
    String file = String.valueOf(Path.of(path).getFileName());
    return Arrays.stream(values())
        .filter(program -> program.file.equals(file))
        .findFirst()
        .orElse(PLUGIN);
  }
}
