package io.slipway.conformance.grpc;

import static io.slipway.conformance.check.Probe.require;

import io.slipway.conformance.check.Deviation;
import io.slipway.conformance.check.Level;
import io.slipway.conformance.check.Rule;
import io.slipway.conformance.check.Section;
import java.util.List;

/** Live and ready. */
final class HealthChecks {
  private HealthChecks() {}

  static List<GrpcCheck> all() {
    return List.of(
        check(
            "grpc.live",
            "Server Live",
            "The ServerLive API indicates if the inference server is able to receive and respond to"
                + " metadata and inference requests. // True if the inference server is live, false"
                + " if not live. bool live = 1;",
            probe -> says(probe, "ServerLive", Fields.of("ServerLiveRequest"), "live")),
        check(
            "grpc.ready",
            "Server Ready",
            "The ServerReady API indicates if the server is ready for inferencing. // True if the"
                + " inference server is ready, false if not ready. bool ready = 1;",
            probe -> says(probe, "ServerReady", Fields.of("ServerReadyRequest"), "ready")),
        check(
            "grpc.model-ready",
            "Model Ready",
            "The ModelReady API indicates if a specific model is ready for inferencing. // The"
                + " version of the model to check for readiness. If not given the server will"
                + " choose a version based on the model and internal policy.",
            probe -> says(probe, "ModelReady", asked(probe.model()), "ready")),
        check(
            "grpc.version-ready",
            "Model Ready",
            "// The version of the model to check for readiness. string version = 2;",
            probe ->
                says(
                    probe,
                    "ModelReady",
                    asked(probe.model()).with("version", Versions.any(probe)),
                    "ready")),
        check(
            "grpc.unknown-model-not-ready",
            "Model Ready",
            "The ModelReady API indicates if a specific model is ready for inferencing. [One that"
                + " is not there is not ready: false, or an error.]",
            HealthChecks::unknownModel));
  }

  private static GrpcCheck check(
      String name, String heading, String sentence, GrpcCheck.Body body) {
    return new GrpcCheck(
        name,
        Section.GRPC_HEALTH,
        Level.REQUIRED,
        new Rule(Rule.Source.GRPC, heading, sentence),
        body);
  }

  private static Fields asked(String model) {
    return Fields.of("ModelReadyRequest").with("name", model);
  }

  private static void says(GrpcProbe probe, String method, Fields request, String field)
      throws Deviation {
    require(
        probe.succeed(method, request).flag(field),
        "expected %s: true, found false".formatted(field));
  }

  private static void unknownModel(GrpcProbe probe) throws Deviation {
    Fields request = asked(Versions.UNKNOWN);
    Outcome outcome = probe.call(GrpcProbe.path("ModelReady"), request.message());
    if (outcome instanceof Outcome.Answered) {
      require(
          !probe.succeed("ModelReady", request).flag("ready"),
          "expected that it is not ready, found ready: true");
    } else {
      GrpcProbe.requireRefused(outcome);
    }
  }
}
