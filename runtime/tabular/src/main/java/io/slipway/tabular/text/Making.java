package io.slipway.tabular.text;

import io.slipway.tabular.form.Frame;
import io.slipway.tabular.form.Values;
import java.util.Optional;

/** How a row's text is made. Immutable. */
public sealed interface Making
    permits ChangeCase,
        Chosen,
        Cut,
        Followed,
        FormatTime,
        Joining,
        Normalizing,
        NumberText,
        Replacing,
        Wording {
  /** How long a text can be made: documents that join texts to themselves can double them. */
  int MOST_CHARACTERS = 1 << 20;

  /** Empty where it cannot be made, as of a value that is missing, or becomes too long. */
  Optional<String> text(Frame frame, int row);

  /** What a row has that has no text: a strict function fails. */
  default double without(Frame frame, int row) {
    return Values.FAILED;
  }
}
