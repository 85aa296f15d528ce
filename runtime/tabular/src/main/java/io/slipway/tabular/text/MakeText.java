package io.slipway.tabular.text;

import io.slipway.tabular.form.Dictionary;
import io.slipway.tabular.form.Frame;
import io.slipway.tabular.form.Op;
import java.util.Optional;

/** Writes a text that the document may never have seen, and its code. */
public final class MakeText implements Op {
  private final Making making;
  private final Dictionary dictionary;
  private final int slot;
  private final int text;

  /**
   * @param slot where the code goes
   * @param text where the text goes
   */
  public MakeText(Making making, Dictionary dictionary, int slot, int text) {
    this.making = making;
    this.dictionary = dictionary;
    this.slot = slot;
    this.text = text;
  }

  @Override
  public void run(Frame frame, int rows) {
    for (int row = 0; row < rows; row++) {
      Optional<String> made = making.text(frame, row);
      if (made.isPresent()) {
        frame.text(row, text, made.get());
        frame.number(row, slot, dictionary.code(made.get()));
      } else {
        frame.number(row, slot, making.without(frame, row));
      }
    }
  }
}
