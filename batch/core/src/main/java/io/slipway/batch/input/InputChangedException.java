package io.slipway.batch.input;

import java.io.IOException;

/** A file is not what it was when the run was planned: to go on would mix two inputs. */
public final class InputChangedException extends IOException {
  private static final long serialVersionUID = 1;

  /**
   * @param file its name
   * @param change what it was and what it is
   */
  public InputChangedException(String file, String change) {
    super(
        "%s has changed since the run was planned: %s; start a new run, and write input files under new names rather than over old ones"
            .formatted(file, change));
  }

  private InputChangedException(String message) {
    super(message);
  }

  /**
   * Of rows that are in no file.
   *
   * @param rows which, in words
   * @param change how many there were and how many there are
   */
  public static InputChangedException ofRows(String rows, String change) {
    return new InputChangedException(
        "%s has changed since the run was planned: %s; start a new run, and let nobody write to what the query reads while it goes on"
            .formatted(rows, change));
  }
}
