package io.slipway.conformance.grpc;

import static io.slipway.conformance.check.Probe.require;

import io.slipway.conformance.check.Deviation;
import io.slipway.conformance.check.Level;
import io.slipway.conformance.check.NotApplicable;
import io.slipway.conformance.check.Rule;
import io.slipway.conformance.check.Section;
import io.slipway.conformance.json.Json;
import io.slipway.conformance.tensor.MalformedAnswer;
import io.slipway.conformance.tensor.TensorSpec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What server and model tell about themselves. */
final class MetadataChecks {
  private static final String SERVER = "Server Metadata";
  private static final String MODEL = "Model Metadata";
  private static final String TENSOR =
      " message TensorMetadata { string name = 1; string datatype = 2; repeated int64 shape = 3; }"
          + " // A variable-size dimension is represented by a -1 value.";
  private static final String AS_REST =
      "The GRPC API closely follows the concepts defined in the HTTP/REST API. [What is said over"
          + " one is said over the other.]";

  private MetadataChecks() {}

  static List<GrpcCheck> all() {
    List<GrpcCheck> checks = new ArrayList<>();
    checks.add(
        required(
            "grpc.server-metadata",
            SERVER,
            "// The server name. string name = 1; // The server version. string version = 2;",
            MetadataChecks::server));
    checks.add(
        should("grpc.server-metadata-as-rest", "gRPC", AS_REST, MetadataChecks::serverAsRest));
    checks.add(
        required(
            "grpc.model.name",
            MODEL,
            "// The model name. string name = 1;",
            probe -> requireName(probe, metadata(probe))));
    checks.add(
        should(
            "grpc.model.platform",
            "Platforms",
            "Platform names use the format \u201c<project>_<format>\u201d.",
            MetadataChecks::platform));
    checks.add(
        required(
            "grpc.model.inputs",
            MODEL,
            "// The model's inputs. repeated TensorMetadata inputs = 4;" + TENSOR,
            probe -> tensors(probe, "inputs")));
    checks.add(
        required(
            "grpc.model.outputs",
            MODEL,
            "// The model's outputs. repeated TensorMetadata outputs = 5;" + TENSOR,
            probe -> tensors(probe, "outputs")));
    checks.add(
        required(
            "grpc.model.versions",
            MODEL,
            "// The versions of the model available on the server. repeated string versions = 2;"
                + " [So each may be asked for.]",
            MetadataChecks::versions));
    checks.add(should("grpc.model-metadata-as-rest", "gRPC", AS_REST, MetadataChecks::modelAsRest));
    checks.addAll(
        Refusals.of(
            new Refusals.Kind("grpc.model.unknown", Section.GRPC_METADATA, MODEL, Level.REQUIRED),
            Refusals.UNKNOWN,
            "",
            probe -> call(probe, asked(Versions.UNKNOWN))));
    checks.addAll(
        Refusals.of(
            new Refusals.Kind(
                "grpc.model.unknown-version", Section.GRPC_METADATA, MODEL, Level.REQUIRED),
            Refusals.UNKNOWN,
            "",
            probe -> {
              Versions.any(probe);
              return call(probe, asked(probe.model()).with("version", Versions.UNKNOWN));
            }));
    return checks;
  }

  private static GrpcCheck required(
      String name, String heading, String sentence, GrpcCheck.Body body) {
    return check(name, Level.REQUIRED, heading, sentence, body);
  }

  private static GrpcCheck should(
      String name, String heading, String sentence, GrpcCheck.Body body) {
    return check(name, Level.RECOMMENDED, heading, sentence, body);
  }

  private static GrpcCheck check(
      String name, Level level, String heading, String sentence, GrpcCheck.Body body) {
    return new GrpcCheck(
        name, Section.GRPC_METADATA, level, new Rule(Rule.Source.GRPC, heading, sentence), body);
  }

  private static Fields asked(String model) {
    return Fields.of("ModelMetadataRequest").with("name", model);
  }

  private static Outcome call(GrpcProbe probe, Fields request) {
    return probe.call(GrpcProbe.path("ModelMetadata"), request.message());
  }

  private static Fields metadata(GrpcProbe probe) throws Deviation {
    return probe.succeed("ModelMetadata", asked(probe.model()));
  }

  private static Fields serverMetadata(GrpcProbe probe) throws Deviation {
    return probe.succeed("ServerMetadata", Fields.of("ServerMetadataRequest"));
  }

  private static void server(GrpcProbe probe) throws Deviation {
    Fields server = serverMetadata(probe);
    for (String field : List.of("name", "version")) {
      require(!server.text(field).isBlank(), "expected a %s, found none".formatted(field));
    }
  }

  private static void serverAsRest(GrpcProbe probe) throws Deviation {
    Json.Obj rest = probe.rest().get("/v2");
    Fields server = serverMetadata(probe);
    for (String field : List.of("name", "version")) {
      Json expected = rest.get(field).orElse(Json.NULL);
      require(
          expected.equals(Json.of(server.text(field))),
          "expected %s for %s as over REST, found \"%s\""
              .formatted(expected.text(), field, server.text(field)));
    }
    require(
        server.texts("extensions").equals(probe.subject().extensions()),
        "expected the extensions %s as over REST, found %s"
            .formatted(probe.subject().extensions(), server.texts("extensions")));
  }

  private static void requireName(GrpcProbe probe, Fields metadata) throws Deviation {
    require(
        metadata.text("name").equals(probe.model()),
        "expected the model's name, found \"%s\"".formatted(metadata.text("name")));
  }

  private static void platform(GrpcProbe probe) throws Deviation {
    String platform = metadata(probe).text("platform");
    require(platform.matches("[^_]+_[^_]+"), "expected such a name, found \"" + platform + "\"");
  }

  private static List<TensorSpec> specs(Fields metadata, String field) throws Deviation {
    try {
      return Tensors.specs(metadata, field);
    } catch (MalformedAnswer e) {
      throw new Deviation(e.getMessage());
    }
  }

  private static void tensors(GrpcProbe probe, String field) throws Deviation {
    List<TensorSpec> specs = specs(metadata(probe), field);
    require(!specs.isEmpty(), "expected the model's %s, found none".formatted(field));
    Set<String> names = new HashSet<>();
    for (TensorSpec spec : specs) {
      require(
          !spec.name().isEmpty() && names.add(spec.name()),
          "expected a name for each, found \"%s\" once more".formatted(spec.name()));
    }
  }

  private static void versions(GrpcProbe probe) throws Deviation, NotApplicable {
    List<String> versions = metadata(probe).texts("versions");
    if (versions.isEmpty() && probe.subject().versions().isEmpty()) {
      throw new NotApplicable("the metadata name no versions");
    }
    require(
        versions.equals(probe.subject().versions()),
        "expected the versions %s as over REST, found %s"
            .formatted(probe.subject().versions(), versions));
    for (String version : versions) {
      Fields asked = asked(probe.model()).with("version", version);
      requireName(probe, probe.succeed("ModelMetadata", asked));
    }
  }

  private static void modelAsRest(GrpcProbe probe) throws Deviation, NotApplicable {
    Json.Obj rest = probe.rest().get(probe.rest().modelPath());
    Fields metadata = metadata(probe);
    Json platform = rest.get("platform").orElse(Json.NULL);
    require(
        platform.equals(Json.of(metadata.text("platform"))),
        "expected the platform %s as over REST, found \"%s\""
            .formatted(platform.text(), metadata.text("platform")));
    requireSame("inputs", probe.subject().inputs(), specs(metadata, "inputs"));
    requireSame("outputs", probe.subject().outputs(), specs(metadata, "outputs"));
  }

  private static void requireSame(String what, List<TensorSpec> rest, List<TensorSpec> grpc)
      throws Deviation {
    require(
        grpc.equals(rest), "expected the %s %s as over REST, found %s".formatted(what, rest, grpc));
  }
}
