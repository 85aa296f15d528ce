package io.slipway.registry.validation;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slipway.registry.validation.Examined.Derived;
import io.slipway.registry.validation.Examined.Loaded;
import io.slipway.registry.validation.Examined.Refused;
import io.slipway.scoring.EngineInfo;
import io.slipway.scoring.ExecutionProvider;
import io.slipway.scoring.ModelFormat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How the two processes talk: one JSON document from the one that reads the files. */
final class ExaminedJson {
  private static final ObjectMapper MAPPER =
      new ObjectMapper(
          JsonFactory.builder()
              .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(10).build())
              .build());

  private ExaminedJson() {}

  static byte[] write(Examined examined) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    switch (examined) {
      case Loaded loaded -> write(json, loaded);
      case Refused(List<Reason> reasons) -> {
        for (Reason reason : reasons) {
          json.withArrayProperty("reasons")
              .addObject()
              .put("kind", reason.kind().text())
              .put("path", reason.path())
              .put("sentence", reason.sentence());
        }
      }
    }
    try {
      return MAPPER.writeValueAsBytes(json);
    } catch (IOException e) {
      throw new IllegalStateException("a JSON tree cannot be written", e);
    }
  }

  private static void write(ObjectNode json, Loaded loaded) {
    json.put("format", loaded.format().name());
    json.put("mediaType", loaded.mediaType());
    json.set("signature", SignatureJson.write(loaded.signature()));
    json.putObject("engine")
        .put("name", loaded.engine().name())
        .put("version", loaded.engine().version())
        .put("executionProvider", loaded.engine().executionProvider().name());
    json.put("gzippedSize", loaded.gzippedSize());
    loaded.json().ifPresent(derived -> json.set("json", derived(derived)));
    loaded.verification().ifPresent(derived -> json.set("verification", derived(derived)));
  }

  private static ObjectNode derived(Derived derived) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("name", derived.name())
        .put("mediaType", derived.mediaType())
        .put("gzippedSize", derived.gzippedSize());
  }

  /**
   * @throws IllegalArgumentException if it is not what {@link #write} writes
   */
  static Examined read(String answer) {
    JsonNode json;
    try {
      json = MAPPER.readTree(answer);
    } catch (IOException e) {
      throw new IllegalArgumentException("the answer is not JSON", e);
    }
    if (json.has("reasons")) {
      List<Reason> reasons = new ArrayList<>();
      for (JsonNode reason : json.path("reasons")) {
        reasons.add(
            new Reason(
                Reason.Kind.parse(reason.path("kind").asText()),
                reason.path("path").asText(),
                reason.path("sentence").asText()));
      }
      return new Refused(List.copyOf(reasons));
    }
    JsonNode engine = json.path("engine");
    return new Loaded(
        ModelFormat.valueOf(json.path("format").asText()),
        json.path("mediaType").asText(),
        SignatureJson.read(json.path("signature")),
        new EngineInfo(
            engine.path("name").asText(),
            engine.path("version").asText(),
            ExecutionProvider.valueOf(engine.path("executionProvider").asText())),
        json.path("gzippedSize").longValue(),
        derived(json.path("json")),
        derived(json.path("verification")));
  }

  private static Optional<Derived> derived(JsonNode json) {
    return json.isObject()
        ? Optional.of(
            new Derived(
                json.path("name").asText(),
                json.path("mediaType").asText(),
                json.path("gzippedSize").longValue()))
        : Optional.empty();
  }
}
