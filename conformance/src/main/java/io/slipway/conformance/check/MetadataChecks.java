package io.slipway.conformance.check;

import static io.slipway.conformance.check.Probe.require;

import io.slipway.conformance.json.Json;
import io.slipway.conformance.server.Answered;
import io.slipway.conformance.server.Sent;
import io.slipway.conformance.tensor.MalformedAnswer;
import io.slipway.conformance.tensor.Members;
import io.slipway.conformance.tensor.TensorSpec;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What server and model tell about themselves. */
final class MetadataChecks {
  private static final String SERVER = "Server Metadata Response JSON Object";
  private static final String MODEL = "Model Metadata Response JSON Object";
  private static final String ERROR = "Model Metadata Response JSON Error Object";
  private static final String MUST_FAIL =
      "A failed model metadata request must be indicated by an HTTP error status (typically 400)."
          + " The HTTP body must contain the $metadata_model_error_response object.";

  private MetadataChecks() {}

  static List<Check> all() {
    return List.of(
        check(
            "server.metadata",
            Section.SERVER_METADATA,
            Level.REQUIRED,
            SERVER,
            "$metadata_server_response = { \"name\" : $string, \"version\" : $string,"
                + " \"extensions\" : [ $string, ... ] }",
            MetadataChecks::server),
        check(
            "server.metadata-is-json",
            Section.SERVER_METADATA,
            Level.RECOMMENDED,
            "HTTP/REST",
            "The HTTP/REST API uses JSON [so Content-Type is application/json].",
            probe -> isJson(probe.succeed(Sent.get("/v2")))),
        check(
            "model.name",
            Section.MODEL_METADATA,
            Level.REQUIRED,
            MODEL,
            "\"name\" : The name of the model.",
            probe ->
                require(
                    Probe.text(probe.get(probe.modelPath()), "name")
                        .equals(probe.subject().model()),
                    "expected the model's name, found another")),
        check(
            "model.platform",
            Section.MODEL_METADATA,
            Level.REQUIRED,
            MODEL,
            "\"platform\" : $string",
            probe -> Probe.text(probe.get(probe.modelPath()), "platform")),
        check(
            "model.platform-format",
            Section.MODEL_METADATA,
            Level.RECOMMENDED,
            "Platforms",
            "Platform names use the format \"<project>_<format>\".",
            MetadataChecks::platform),
        check(
            "model.inputs",
            Section.MODEL_METADATA,
            Level.REQUIRED,
            MODEL,
            "\"inputs\" : The inputs required by the model. $metadata_tensor = { \"name\" :"
                + " $string, \"datatype\" : $string, \"shape\" : [ $number, ... ] }",
            probe -> tensors(probe, "inputs")),
        check(
            "model.outputs",
            Section.MODEL_METADATA,
            Level.REQUIRED,
            MODEL,
            "\"outputs\" : The outputs produced by the model. $metadata_tensor = { \"name\" :"
                + " $string, \"datatype\" : $string, \"shape\" : [ $number, ... ] }",
            probe -> tensors(probe, "outputs")),
        check(
            "model.versions",
            Section.MODEL_METADATA,
            Level.REQUIRED,
            MODEL,
            "\"versions\" : The model versions that may be explicitly requested via the appropriate"
                + " endpoint.",
            MetadataChecks::versions),
        check(
            "model.metadata-is-json",
            Section.MODEL_METADATA,
            Level.RECOMMENDED,
            "HTTP/REST",
            "The HTTP/REST API uses JSON [so Content-Type is application/json].",
            probe -> isJson(probe.succeed(Sent.get(probe.modelPath())))),
        check(
            "model.unknown",
            Section.MODEL_METADATA,
            Level.REQUIRED,
            ERROR,
            MUST_FAIL,
            probe -> probe.refused(Sent.get(Paths.model(Versions.UNKNOWN)))),
        check(
            "model.unknown-version",
            Section.MODEL_METADATA,
            Level.REQUIRED,
            ERROR,
            MUST_FAIL,
            probe ->
                probe.refusedVersion(
                    Sent.get(Paths.version(probe.subject().model(), Versions.UNKNOWN)))));
  }

  private static Check check(
      String name, Section section, Level level, String heading, String sentence, Check.Body body) {
    Rule.Source source = heading.equals("Platforms") ? Rule.Source.REQUIRED_API : Rule.Source.REST;
    return new Check(name, section, level, new Rule(source, heading, sentence), body);
  }

  static void isJson(Answered answered) throws Deviation {
    require(
        answered.mediaType().equals("application/json"),
        "expected application/json, found \"" + answered.mediaType() + "\"");
  }

  private static void server(Probe probe) throws Deviation {
    Json.Obj server = probe.get("/v2");
    Probe.text(server, "name");
    Probe.text(server, "version");
    try {
      Members.texts(server, "extensions");
    } catch (MalformedAnswer e) {
      throw new Deviation(e.getMessage());
    }
  }

  private static void platform(Probe probe) throws Deviation {
    String platform = Probe.text(probe.get(probe.modelPath()), "platform");
    require(platform.matches("[^_]+_[^_]+"), "expected such a name, found \"" + platform + "\"");
  }

  private static void tensors(Probe probe, String key) throws Deviation {
    List<Json> tensors = Probe.array(probe.get(probe.modelPath()), key);
    require(!tensors.isEmpty(), "expected the model's " + key + ", found none");
    Set<String> names = new HashSet<>();
    for (Json tensor : tensors) {
      try {
        String name = TensorSpec.of(tensor).name();
        require(names.add(name), "expected each once, found \"" + name + "\" twice");
      } catch (MalformedAnswer e) {
        throw new Deviation(e.getMessage());
      }
    }
  }

  private static void versions(Probe probe) throws Deviation, NotApplicable {
    Json.Obj model = probe.get(probe.modelPath());
    if (model.get("versions").isPresent()) {
      try {
        Members.texts(model, "versions");
      } catch (MalformedAnswer e) {
        throw new Deviation(e.getMessage());
      }
    }
    Versions.any(probe);
    for (String version : probe.subject().versions()) {
      Json.Obj metadata = probe.get(Paths.version(probe.subject().model(), version));
      require(
          Probe.text(metadata, "name").equals(probe.subject().model()),
          "expected the model's name, found another");
    }
  }
}
