package io.slipway.conformance.report;

import io.slipway.conformance.check.Check;
import io.slipway.conformance.check.Result;
import io.slipway.conformance.check.Section;
import io.slipway.conformance.server.Exchange;
import java.util.Optional;

/** A line for each check, for a terminal; beneath those that failed, why. */
public final class PlainReport {
  private PlainReport() {}

  public static String of(Report report) {
    StringBuilder text = new StringBuilder();
    Optional<Section> section = Optional.empty();
    for (Result result : report.results()) {
      Check check = result.check();
      if (!section.equals(Optional.of(check.section()))) {
        section = Optional.of(check.section());
        text.append("\n%s\n".formatted(check.section().title()));
      }
      text.append(line(result));
      if (result.finding() instanceof Result.Failed failed) {
        text.append(details(check, failed));
      }
    }
    text.append('\n');
    Counts.of(report.results()).forEach(counts -> text.append(counts.text()).append('\n'));
    report.leftOut().forEach(line -> text.append(line).append('\n'));
    return text.substring(1);
  }

  private static String line(Result result) {
    String word =
        switch (result.finding()) {
          case Result.Passed passed -> "pass";
          case Result.Failed failed -> "FAIL";
          case Result.Skipped skipped -> "n/a ";
        };
    String why = result.finding() instanceof Result.Skipped skipped ? "  " + skipped.why() : "";
    String line =
        "  %s  %-9s  %-32s%s"
            .formatted(word, result.check().level().word(), result.check().name(), why);
    return line.stripTrailing() + "\n";
  }

  private static String details(Check check, Result.Failed failed) {
    StringBuilder text = new StringBuilder();
    text.append(indented("found", failed.why()));
    text.append(indented("rule", check.rule().text()));
    if (!failed.exchanges().isEmpty()) {
      Exchange last = failed.exchanges().getLast();
      text.append(indented("sent", last.sent()));
      text.append(indented("answer", last.answer()));
    }
    return text.toString();
  }

  private static String indented(String word, String lines) {
    String margin = " ".repeat(19);
    return "        %-11s%s\n".formatted(word, lines.strip().replace("\n", "\n" + margin));
  }
}
