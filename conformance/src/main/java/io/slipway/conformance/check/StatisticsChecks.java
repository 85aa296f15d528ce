package io.slipway.conformance.check;

import static io.slipway.conformance.check.Probe.require;

import io.slipway.conformance.json.Json;
import io.slipway.conformance.server.Sent;
import io.slipway.conformance.tensor.InferBody;
import io.slipway.conformance.tensor.MalformedAnswer;
import io.slipway.conformance.tensor.Members;
import java.util.List;
import java.util.Optional;

/** The statistics extension. */
final class StatisticsChecks {
  private static final String EXTENSION = "statistics";

  private StatisticsChecks() {}

  static List<Check> all() {
    return List.of(
        check(
            "statistics.model",
            "$model_stat = { \"name\" : $string, \"version\" : $string #optional, \"last_inference\" : $number,"
                + " \"inference_count\" : $number, \"execution_count\" : $number, ... }",
            probe -> counts(probe, probe.modelPath() + "/stats")),
        check(
            "statistics.all-models",
            "The specific model name portion of the URL is optional; if not provided Triton will return the statistics"
                + " for all versions of all models.",
            probe -> counts(probe, "/v2/models/stats")),
        check(
            "statistics.by-version",
            "If a specific model is given in the URL the versions portion of the URL is optional.",
            probe ->
                counts(
                    probe, Paths.version(probe.subject().model(), Versions.any(probe)) + "/stats")),
        check(
            "statistics.counted",
            "\"inference_count\" : The cumulative count of successful inference requests made for this model. Each"
                + " inference in a batched request is counted as an individual inference.",
            StatisticsChecks::counted),
        check(
            "statistics.unknown-model",
            "A failed statistics request will be indicated by an HTTP error status (typically 400). The HTTP body must"
                + " contain the $repository_statistics_error_response object.",
            probe -> probe.refused(Sent.get(Paths.model(Versions.UNKNOWN) + "/stats"))));
  }

  private static Check check(String name, String sentence, Check.Body body) {
    return new Check(
        name,
        Section.STATISTICS,
        Level.EXTENSION,
        new Rule(Rule.Source.STATISTICS, "Statistics Response JSON Object", sentence),
        probe -> {
          if (!probe.subject().hasExtension(EXTENSION)) {
            throw new NotApplicable("the server does not say that it has " + EXTENSION);
          }
          body.look(probe);
        });
  }

  private record Counts(long inferences, long successes) {}

  private static Counts counts(Probe probe, String path) throws Deviation {
    Json.Obj answer = probe.get(path);
    try {
      for (Json element : Members.array(answer, "model_stats")) {
        Json.Obj stats = Members.object(element, "a model's statistics");
        if (Members.text(stats, "name").equals(probe.subject().model())) {
          return counts(stats);
        }
      }
    } catch (MalformedAnswer e) {
      throw new Deviation(e.getMessage());
    }
    throw new Deviation("expected the model's statistics, found " + Probe.brief(answer));
  }

  private static Counts counts(Json.Obj stats) throws MalformedAnswer {
    Members.whole(stats, "last_inference");
    Members.whole(stats, "execution_count");
    Optional<Json> success =
        Members.object(Members.require(stats, "inference_stats"), "\"inference_stats\"")
            .get("success");
    Json.Obj duration = Members.object(success.orElse(Json.NULL), "\"success\"");
    Members.whole(duration, "ns");
    return new Counts(Members.whole(stats, "inference_count"), Members.whole(duration, "count"));
  }

  /** Others may be asking too, so at least as many. */
  private static void counted(Probe probe) throws Deviation, NotApplicable {
    probe.plain();
    String path = probe.modelPath() + "/stats";
    Counts before = counts(probe, path);
    probe.scored(InferBody.flat(probe.inputs()));
    Counts after = counts(probe, path);
    require(
        after.inferences() > before.inferences() && after.successes() > before.successes(),
        "expected more inferences and successes than %s after another, found %s"
            .formatted(before, after));
  }
}
