package io.slipway.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.slipway.server.describe.ModelDocuments;
import io.slipway.server.json.JsonReader;
import io.slipway.server.model.ServedModel;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Which models are here: one, or none yet. And how much they have been asked. */
final class Catalogue {
  /** Much more than an index request has any use for. */
  private static final int MOST_BYTES = 4096;

  private final Supplier<Optional<Loaded>> loaded;
  private final Supplier<Optional<String>> obstacle;

  /**
   * @param obstacle why the pod is not ready for callers; empty when it is
   */
  Catalogue(Supplier<Optional<Loaded>> loaded, Supplier<Optional<String>> obstacle) {
    this.loaded = loaded;
    this.obstacle = obstacle;
  }

  /** Their names, as KServe has them. */
  Answer names() {
    List<String> names = loaded.get().map(model -> model.served().name()).stream().toList();
    return Answers.json(200, ModelDocuments.names(names));
  }

  /** By the model repository extension of Triton. */
  Answer index(InputStream request) throws HttpProblem {
    Optional<ServedModel> served = loaded.get().map(Loaded::served);
    Optional<String> why = obstacle.get();
    boolean readyOnly = document(request).path("ready").asBoolean(false);
    if (readyOnly && why.isPresent()) {
      served = Optional.empty();
    }
    return Answers.json(200, ModelDocuments.index(served, why));
  }

  private static JsonNode document(InputStream request) throws HttpProblem {
    byte[] body;
    try {
      body = request.readNBytes(MOST_BYTES + 1);
    } catch (IOException e) {
      throw new HttpProblem(400, "the body: expected all of it, found its end too soon");
    }
    if (body.length > MOST_BYTES) {
      throw new HttpProblem(413, "the body: expected {\"ready\": true} or less, found much more");
    }
    if (body.length == 0) {
      return JsonNodeFactory.instance.objectNode();
    }
    try {
      JsonNode document = JsonReader.foreign(body);
      JsonNode ready = document.path("ready");
      if (document.isObject() && (ready.isMissingNode() || ready.isBoolean())) {
        return document;
      }
    } catch (IOException e) {
      // No JSON, or text in no encoding: told below, with what else is no such request.
    }
    throw new HttpProblem(
        400, "the body: expected nothing or {\"ready\": true}, found something else");
  }

  /** What the repository extension may do elsewhere and not here. */
  static HttpProblem refusal() {
    return new HttpProblem(
        403,
        "models are not loaded or unloaded here: change spec.model of the ModelDeployment, and the"
            + " version is rolled out");
  }

  /** By the statistics extension of Triton. */
  static Answer statistics(Loaded model) {
    return Answers.json(200, ModelDocuments.statistics(model.served(), model.metrics().counts()));
  }
}
