package io.slipway.tabular.pmml;

import io.slipway.scoring.ModelLoadException;
import io.slipway.tabular.form.Operator;
import io.slipway.tabular.text.FormatTime;
import java.time.LocalDate;

/** Lowers what is done with dates and times. */
final class Dates {
  private static final int SECONDS_A_DAY = 24 * 60 * 60;

  private static final String PARTS_OF_A_DATE = "CYyjmdeDF";
  private static final String PARTS_OF_A_TIME = "HIklMSRT";

  private final Assembler assembler;

  Dates(Assembler assembler) {
    this.assembler = assembler;
  }

  /** The date or the time of a point in time, or itself. */
  Variable part(Variable value, FieldType type) {
    if (type == FieldType.DATE_TIME) {
      return value;
    }
    int day = assembler.constant(SECONDS_A_DAY);
    int time = assembler.step(Operator.MODULO, value.slot(), day);
    if (type == FieldType.TIME) {
      return Variable.of(type, time);
    }
    int midnight = assembler.step(Operator.SUBTRACT, value.slot(), time);
    return Variable.of(type, assembler.step(Operator.DIVIDE, midnight, day));
  }

  /** One of PMML's own functions of dates and times: nothing is the length of what is missing. */
  Variable function(String name, Arguments arguments) throws ModelLoadException {
    arguments.exactly(name.equals("dateSecondsSinceMidnight") ? 1 : 2);
    return Variable.of(
        FieldType.INTEGER,
        switch (name) {
          case "dateDaysSinceYear" ->
              since(of(arguments, FieldType.DATE), (double) firstDay(arguments).toEpochDay());
          case "dateSecondsSinceYear" ->
              since(
                  of(arguments, FieldType.DATE_TIME),
                  (double) firstDay(arguments).toEpochDay() * SECONDS_A_DAY);
          default -> assembler.step(Operator.FLOOR, of(arguments, FieldType.TIME));
        });
  }

  /** As a text, by a pattern of numbers: names of months and days depend on who asks. */
  Variable format(Arguments arguments) throws ModelLoadException {
    arguments.exactly(2);
    Variable value = arguments.get(0);
    FormatTime.Kind kind =
        switch (value.type()) {
          case DATE -> FormatTime.Kind.DATE;
          case TIME -> FormatTime.Kind.TIME;
          case DATE_TIME -> FormatTime.Kind.DATE_TIME;
          default -> throw arguments.apply().unsupported("an argument is no date or time");
        };
    return assembler.texts().make(new FormatTime(kind, pattern(kind, arguments), value.slot()));
  }

  /** Each %Y of the document's is a %1$tY. */
  private static String pattern(FormatTime.Kind kind, Arguments arguments)
      throws ModelLoadException {
    String known =
        (kind == FormatTime.Kind.TIME ? "" : PARTS_OF_A_DATE)
            + (kind == FormatTime.Kind.DATE ? "" : PARTS_OF_A_TIME);
    String given =
        arguments
            .get(1)
            .literal()
            .orElseThrow(() -> arguments.apply().unsupported("a pattern that is not constant"));
    StringBuilder pattern = new StringBuilder();
    for (int i = 0; i < given.length(); i++) {
      pattern.append(given.charAt(i));
      if (given.charAt(i) == '%') {
        if (i + 1 == given.length() || known.indexOf(given.charAt(i + 1)) < 0) {
          throw arguments.apply().unsupported("what its pattern asks for");
        }
        pattern.append("1$t");
      }
    }
    return pattern.toString();
  }

  /** The argument as a type, which it must have or be cast to without being read. */
  private int of(Arguments arguments, FieldType type) throws ModelLoadException {
    Variable value = arguments.get(0);
    boolean fits =
        value.type() == type || value.type() == FieldType.DATE_TIME || value.literal().isPresent();
    if (!fits) {
      throw arguments.apply().unsupported("an argument is no date or time, or another of them");
    }
    return assembler.step(Operator.REQUIRE, assembler.cast(value, type, arguments.apply()).slot());
  }

  private LocalDate firstDay(Arguments arguments) throws ModelLoadException {
    Variable year = arguments.get(1);
    if (year.literal().isEmpty()) {
      throw arguments.apply().unsupported("a year that is not constant");
    }
    double number = assembler.code(FieldType.INTEGER, year.literal().get(), arguments.apply());
    if (Math.abs(number) > 9999) {
      throw arguments.apply().unsupported("a year of more than four digits");
    }
    return LocalDate.of((int) number, 1, 1);
  }

  /** Whole units from one point to another, towards zero. */
  private int since(int slot, double from) {
    int difference = assembler.step(Operator.SUBTRACT, slot, assembler.constant(from));
    return assembler.step(Operator.DIVIDE_INTEGERS, difference, assembler.constant(1));
  }
}
