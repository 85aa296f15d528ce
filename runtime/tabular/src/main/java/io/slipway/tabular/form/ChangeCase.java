package io.slipway.tabular.form;

import java.util.Locale;

/** A text in small or capital letters, or without the blanks around it. */
public final class ChangeCase implements Op {
  /** What is done. */
  public enum Change {
    LOWER,
    UPPER,
    TRIM
  }

  private final Change change;
  private final Dictionary dictionary;
  private final int slot;
  private final int text;
  private final int resultSlot;
  private final int resultText;

  /**
   * @param slot says whether there is a text
   * @param text where it is
   */
  public ChangeCase(
      Change change, Dictionary dictionary, int slot, int text, int resultSlot, int resultText) {
    this.change = change;
    this.dictionary = dictionary;
    this.slot = slot;
    this.text = text;
    this.resultSlot = resultSlot;
    this.resultText = resultText;
  }

  @Override
  public void run(Frame frame, int rows) {
    for (int row = 0; row < rows; row++) {
      double code = frame.number(row, slot);
      if (Double.isNaN(code)) {
        frame.number(row, resultSlot, Values.FAILED); // as a strict function
        continue;
      }
      String given = frame.text(row, text);
      String changed =
          switch (change) {
            case LOWER -> given.toLowerCase(Locale.ROOT);
            case UPPER -> given.toUpperCase(Locale.ROOT);
            case TRIM -> given.trim();
          };
      frame.text(row, resultText, changed);
      frame.number(row, resultSlot, dictionary.code(changed));
    }
  }
}
