package io.slipway.conformance.check;

import static io.slipway.conformance.check.Probe.object;
import static io.slipway.conformance.check.Probe.require;

import io.slipway.conformance.json.Json;
import io.slipway.conformance.server.Answered;
import io.slipway.conformance.server.Sent;
import java.util.List;

/** Live and ready. */
final class HealthChecks {
  private static final String LIVE = "/v2/health/live";
  private static final String READY = "/v2/health/ready";
  private static final String PROBES = "API Definitions";

  private HealthChecks() {}

  static List<Check> all() {
    return List.of(
        check(
            "health.live",
            Level.REQUIRED,
            PROBES,
            "The \"server live\" API can be used directly to implement the Kubernetes livenessProbe. [So a live"
                + " server answers with 200.]",
            probe -> probe.succeed(Sent.get(LIVE))),
        check(
            "health.live-body",
            Level.RECOMMENDED,
            "Server Live Response JSON Object",
            "$live_server_response = { \"live\" : $bool } [Editions before it defined no body.]",
            probe -> says(probe, LIVE, "live")),
        check(
            "health.ready",
            Level.REQUIRED,
            PROBES,
            "The \"server ready\" health API can be used directly to implement the Kubernetes readinessProbe."
                + " [So a ready server answers with 200.]",
            probe -> probe.succeed(Sent.get(READY))),
        check(
            "health.ready-body",
            Level.RECOMMENDED,
            "Server Ready Response JSON Object",
            "$ready_server_response = { \"live\" : $bool } [By its OpenAPI document and in other editions the"
                + " key is \"ready\": either is right here.]",
            probe -> says(probe, READY, "ready", "live")),
        check(
            "health.model-ready",
            Level.REQUIRED,
            PROBES,
            "The \"model ready\" health API indicates if a specific model is ready for inferencing.",
            probe -> probe.succeed(Sent.get(probe.modelPath() + "/ready"))),
        check(
            "health.model-ready-body",
            Level.RECOMMENDED,
            "Model Ready Response JSON Object",
            "$ready_model_response = { \"name\" : $string, \"ready\": $bool } [Editions before it defined no body.]",
            HealthChecks::modelSays),
        check(
            "health.version-ready",
            Level.REQUIRED,
            PROBES,
            "The model name and (optionally) version must be available in the URL.",
            probe ->
                probe.succeed(
                    Sent.get(
                        Paths.version(probe.subject().model(), Versions.any(probe)) + "/ready"))),
        check(
            "health.unknown-model-not-ready",
            Level.REQUIRED,
            PROBES,
            "The \"model ready\" health API indicates if a specific model is ready for inferencing. [One that"
                + " is not there is not ready.]",
            HealthChecks::unknownModel));
  }

  private static Check check(
      String name, Level level, String section, String sentence, Check.Body body) {
    return new Check(
        name, Section.HEALTH, level, new Rule(Rule.Source.REST, section, sentence), body);
  }

  private static void says(Probe probe, String path, String... keys) throws Deviation {
    Json.Obj body = probe.get(path);
    for (String key : keys) {
      if (body.get(key).orElse(Json.NULL).equals(Json.of(true))) {
        return;
      }
    }
    throw new Deviation("expected \"%s\": true, found %s".formatted(keys[0], Probe.brief(body)));
  }

  private static void modelSays(Probe probe) throws Deviation {
    Json.Obj body = probe.get(probe.modelPath() + "/ready");
    require(
        body.get("ready").orElse(Json.NULL).equals(Json.of(true)),
        "expected \"ready\": true, found " + Probe.brief(body));
    require(
        Probe.text(body, "name").equals(probe.subject().model()),
        "expected the model's name, found " + Probe.brief(body));
  }

  private static void unknownModel(Probe probe) throws Deviation {
    Answered answered = probe.send(Sent.get(Paths.model(Versions.UNKNOWN) + "/ready"));
    if (answered.status() == 200) {
      require(
          answered.body().length > 0
              && object(answered).get("ready").orElse(Json.NULL).equals(Json.of(false)),
          "expected that it is not ready, found status 200");
    }
    require(
        answered.status() < 500 || answered.status() == 503,
        "expected that it is not ready, found status " + answered.status());
  }
}
