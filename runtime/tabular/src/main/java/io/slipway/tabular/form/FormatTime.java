package io.slipway.tabular.form;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;

/** A date or a time as a text. */
public final class FormatTime implements Op {
  /** What a number is. */
  public enum Kind {
    /** Days since 1970. */
    DATE,
    /** Seconds since midnight. */
    TIME,
    /** Seconds since 1970. */
    DATE_TIME
  }

  private final Kind kind;
  private final String pattern;
  private final Dictionary dictionary;
  private final int slot;
  private final int resultSlot;
  private final int resultText;

  /**
   * @param pattern of {@link String#format}, for one argument
   * @param resultText where the text goes; its code goes to {@code resultSlot}
   */
  public FormatTime(
      Kind kind, String pattern, Dictionary dictionary, int slot, int resultSlot, int resultText) {
    this.kind = kind;
    this.pattern = pattern;
    this.dictionary = dictionary;
    this.slot = slot;
    this.resultSlot = resultSlot;
    this.resultText = resultText;
  }

  @Override
  public void run(Frame frame, int rows) {
    for (int row = 0; row < rows; row++) {
      double number = frame.number(row, slot);
      if (Double.isNaN(number)) {
        frame.number(row, resultSlot, Values.FAILED); // as a strict function
        continue;
      }
      String text = String.format(Locale.ROOT, pattern, time((long) Math.floor(number)));
      frame.text(row, resultText, text);
      frame.number(row, resultSlot, dictionary.code(text));
    }
  }

  private TemporalAccessor time(long number) {
    return switch (kind) {
      case DATE -> LocalDate.ofEpochDay(number);
      case TIME -> LocalTime.ofSecondOfDay(number);
      case DATE_TIME -> LocalDateTime.ofEpochSecond(number, 0, ZoneOffset.UTC);
    };
  }
}
