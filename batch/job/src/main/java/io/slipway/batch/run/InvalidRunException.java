package io.slipway.batch.run;

import java.util.List;

/** A document that no run can be made of, with all that is wrong with it. */
public final class InvalidRunException extends Exception {
  private static final long serialVersionUID = 1;

  InvalidRunException(String document, List<String> mistakes) {
    super(document + ": " + String.join("; ", mistakes));
  }
}
