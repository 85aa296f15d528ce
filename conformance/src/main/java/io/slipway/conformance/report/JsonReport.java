package io.slipway.conformance.report;

import io.slipway.conformance.check.Result;
import io.slipway.conformance.json.Json;
import io.slipway.conformance.server.Exchange;

/** All of it, for programs. */
public final class JsonReport {
  private JsonReport() {}

  public static String of(Report report) {
    Json.Obj counts = Json.object();
    for (Counts count : Counts.of(report.results())) {
      counts =
          counts.with(
              count.level().word(),
              Json.object()
                  .with("passed", Json.of(count.passed()))
                  .with("failed", Json.of(count.failed()))
                  .with("notApplicable", Json.of(count.skipped())));
    }
    return Json.object()
            .with("counts", counts)
            .with(
                "checks",
                new Json.Arr(report.results().stream().map(r -> (Json) check(r)).toList()))
            .with(
                "leftOut",
                new Json.Arr(report.leftOut().stream().map(line -> (Json) Json.of(line)).toList()))
            .text()
        + "\n";
  }

  private static Json.Obj check(Result result) {
    Json.Obj check =
        Json.object()
            .with("section", Json.of(result.check().section().title()))
            .with("name", Json.of(result.check().name()))
            .with("level", Json.of(result.check().level().word()));
    return switch (result.finding()) {
      case Result.Passed passed -> check.with("result", Json.of("pass"));
      case Result.Skipped skipped ->
          check.with("result", Json.of("not applicable")).with("why", Json.of(skipped.why()));
      case Result.Failed failed -> failed(check, result, failed);
    };
  }

  private static Json.Obj failed(Json.Obj check, Result result, Result.Failed failed) {
    Json.Obj told =
        check
            .with("result", Json.of("fail"))
            .with("why", Json.of(failed.why()))
            .with("rule", Json.of(result.check().rule().text()));
    if (failed.exchanges().isEmpty()) {
      return told;
    }
    Exchange last = failed.exchanges().getLast();
    return told.with("sent", Json.of(last.sent())).with("answer", Json.of(last.answer()));
  }
}
