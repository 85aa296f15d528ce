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
}
