package io.slipway.batch.lookup.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slipway.batch.lookup.Report;
import io.slipway.batch.lookup.Report.Unreadable;
import io.slipway.batch.summary.Bars;
import io.slipway.batch.summary.Distribution;
import io.slipway.batch.summary.Distribution.Labels;
import io.slipway.batch.summary.Distribution.Numbers;
import io.slipway.batch.summary.Distribution.Texts;
import io.slipway.batch.summary.Errors;
import io.slipway.batch.summary.OutputDrift;
import io.slipway.batch.summary.OutputDrift.Measured;
import io.slipway.batch.summary.OutputDrift.NotComparable;
import io.slipway.batch.summary.OutputSummary;
import io.slipway.batch.summary.SetDrift;
import io.slipway.batch.summary.StabilityIndex;
import io.slipway.batch.summary.Summary;
import io.slipway.batch.warehouse.SetVersion;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** A report as JSON: all that a page shows, and without the thousand bins behind it. */
final class ReportView {
  private static final MathContext DIGITS = new MathContext(6);

  private ReportView() {}

  /**
   * @param age of a set version
   */
  static ObjectNode of(Report report, Function<SetVersion, Duration> age) {
    ObjectNode json = Views.version(report.version(), age.apply(report.version()));
    report
        .previous()
        .ifPresent(previous -> json.set("previous", Views.version(previous, age.apply(previous))));
    unreadable(json, report.unreadable());
    json.put("summarised", report.summary().isPresent());
    json.put("compared", report.drift().isPresent());
    report.summary().ifPresent(summary -> summary(json, summary, report));
    return json;
  }

  private static void unreadable(ObjectNode json, List<Unreadable> summaries) {
    if (!summaries.isEmpty()) {
      ArrayNode all = json.putArray("unreadable");
      summaries.forEach(one -> all.addObject().put("setId", one.setId()).put("why", one.why()));
    }
  }

  private static void summary(ObjectNode json, Summary summary, Report report) {
    errors(json, summary.errors());
    Map<String, OutputDrift> drifts = new HashMap<>();
    report
        .drift()
        .map(SetDrift::outputs)
        .orElse(List.of())
        .forEach(drift -> drifts.put(drift.output(), drift));
    ArrayNode outputs = json.putArray("outputs");
    for (OutputSummary output : summary.outputs()) {
      Optional<OutputSummary> before =
          report.before().flatMap(earlier -> earlier.output(output.name()));
      ObjectNode one = outputs.addObject().put("name", output.name());
      values(one.putObject("now"), output);
      before.ifPresent(earlier -> values(one.putObject("before"), earlier));
      Optional.ofNullable(drifts.get(output.name())).ifPresent(drift -> drift(one, drift));
      bars(one, output.distribution(), before.map(OutputSummary::distribution));
    }
  }

  private static void errors(ObjectNode json, Errors errors) {
    ArrayNode reasons = json.putArray("reasons");
    for (Errors.Reason reason : errors.reasons()) {
      reasons
          .addObject()
          .put("shape", reason.shape())
          .put("count", reason.count())
          .put("key", reason.key())
          .put("example", reason.example());
    }
    json.put("otherReasons", errors.others());
  }

  private static void values(ObjectNode json, OutputSummary output) {
    json.put("missing", output.missing());
    switch (output.distribution()) {
      case Numbers numbers -> {
        json.put("kind", "Numbers");
        json.put("values", numbers.histogram().total());
        json.put("notNumbers", numbers.notNumbers()).put("infinite", numbers.infinite());
        numbers
            .range()
            .ifPresent(
                range ->
                    json.put("min", range.min()).put("max", range.max()).put("mean", range.mean()));
      }
      case Labels labels -> {
        json.put("kind", "Labels").put("values", labels.total());
        ArrayNode counts = json.putArray("labels");
        labels
            .counts()
            .forEach((label, count) -> counts.addObject().put("label", label).put("count", count));
        json.put("others", labels.others());
      }
      case Texts(long count) -> json.put("kind", "Texts").put("values", count);
    }
  }

  private static void drift(ObjectNode json, OutputDrift drift) {
    switch (drift) {
      case NotComparable notComparable -> json.put("notComparable", notComparable.why());
      case Measured(String _, StabilityIndex index) -> {
        ObjectNode measured = json.putObject("drift");
        measured
            .put("index", rounded(index.value()))
            .put("chance", rounded(index.chance()))
            .put("drift", rounded(index.drift()));
        ArrayNode classes = measured.putArray("classes");
        for (StabilityIndex.Share share : index.classes()) {
          classes
              .addObject()
              .put("name", share.name())
              .put("before", share.before())
              .put("now", share.now());
        }
      }
    }
  }

  private static void bars(ObjectNode json, Distribution now, Optional<Distribution> before) {
    if (now instanceof Numbers numbers) {
      Bars.of(numbers, before.filter(Numbers.class::isInstance).map(Numbers.class::cast))
          .ifPresent(bars -> bars(json.putObject("bars"), bars));
    }
  }

  private static void bars(ObjectNode json, Bars bars) {
    // To the last digit: of large numbers the first ones may be the same at both ends.
    json.put("from", bars.from()).put("to", bars.to());
    shares(json.putArray("now"), bars.shares());
    bars.before().ifPresent(before -> shares(json.putArray("before"), before));
  }

  private static void shares(ArrayNode json, List<Double> shares) {
    shares.forEach(share -> json.add(rounded(share)));
  }

  private static BigDecimal rounded(double number) {
    return new BigDecimal(number).round(DIGITS).stripTrailingZeros();
  }
}
