package io.slipway.conformance.report;

import io.slipway.conformance.check.Result;

/** A table for documents, and beneath it what failed. */
public final class MarkdownReport {
  private MarkdownReport() {}

  public static String of(Report report) {
    StringBuilder text = new StringBuilder("| section | check | level | |\n|---|---|---|---|\n");
    for (Result result : report.results()) {
      text.append(
          "| %s | `%s` | %s | %s |\n"
              .formatted(
                  result.check().section().title(),
                  result.check().name(),
                  result.check().level().word(),
                  word(result)));
    }
    text.append('\n');
    Counts.of(report.results())
        .forEach(counts -> text.append("- ").append(counts.text()).append('\n'));
    report.leftOut().forEach(line -> text.append("- ").append(line).append('\n'));
    for (Result result : report.results()) {
      if (result.finding() instanceof Result.Failed failed) {
        text.append(
            "\n**`%s`**: %s\n\n> %s\n"
                .formatted(result.check().name(), failed.why(), result.check().rule().text()));
        if (!failed.exchanges().isEmpty()) {
          text.append(block(failed.exchanges().getLast().sent()));
          text.append(block(failed.exchanges().getLast().answer()));
        }
      }
    }
    return text.toString();
  }

  private static String word(Result result) {
    return switch (result.finding()) {
      case Result.Passed passed -> "pass";
      case Result.Failed failed -> "**fail**";
      case Result.Skipped skipped -> "n/a: " + skipped.why();
    };
  }

  private static String block(String text) {
    return "\n```\n%s\n```\n".formatted(text.replace("```", "'''"));
  }
}
