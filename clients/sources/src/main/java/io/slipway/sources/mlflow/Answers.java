package io.slipway.sources.mlflow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.slipway.sources.SourceProblem;
import io.slipway.sources.SourceProblem.Kind;
import io.slipway.sources.Web.Answer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What MLflow's answers mean. */
final class Answers {
  private static final JsonMapper JSON = new JsonMapper();
  private static final int LONGEST_QUOTE = 300;

  private Answers() {}

  /**
   * The document that was asked for.
   *
   * @param what was asked for, for a message
   */
  static JsonNode read(String server, String what, Answer answer) throws SourceProblem {
    JsonNode document = document(answer);
    if (answer.status() == 200) {
      if (document.isObject()) {
        return document;
      }
      throw notMlflow(server);
    }
    throw refused(server, what, answer.status(), document);
  }

  private static SourceProblem refused(String server, String what, int status, JsonNode document) {
    String answered = "%s answered %d for %s".formatted(server, status, what);
    return switch (status) {
      case 401, 403 ->
          new SourceProblem(
              Kind.FORBIDDEN,
              answered
                  + ": check the token, or user and password, that it is asked with, and what they may"
                  + " read");
      case 400, 404 ->
          document.path("error_code").asText().isEmpty()
              ? notMlflow(server)
              : new SourceProblem(
                  Kind.NOT_FOUND,
                  "%s does not know %s (%s): check the name, and what MLflow's pages show"
                      .formatted(server, what, quoted(document.path("message").asText())));
      default ->
          status >= 500 || status == 429
              ? new SourceProblem(
                  Kind.UNREACHABLE, answered + ": see whether it works, and try again")
              : notMlflow(server);
    };
  }

  private static JsonNode document(Answer answer) {
    try {
      JsonNode document = JSON.readTree(answer.body());
      return document == null ? JSON.missingNode() : document;
    } catch (JsonProcessingException e) {
      return JSON.missingNode();
    }
  }

  private static SourceProblem notMlflow(String server) {
    return new SourceProblem(
        Kind.UNSUPPORTED,
        server
            + " does not answer as MLflow does: check its address, with the path that a proxy puts"
            + " before its own");
  }

  private static String quoted(String message) {
    String line = message.replaceAll("\\p{Cntrl}+", " ").strip();
    return line.length() <= LONGEST_QUOTE ? line : line.substring(0, LONGEST_QUOTE) + "…";
  }

  static ModelVersion version(JsonNode json) throws SourceProblem {
    long number = json.path("version").asLong();
    if (number < 1) {
      throw new SourceProblem(
          Kind.UNSUPPORTED, "the MLflow server described a version without its number");
    }
    return new ModelVersion(
        json.path("name").asText(),
        number,
        Instant.ofEpochMilli(json.path("creation_timestamp").asLong()),
        json.path("source").asText(),
        Optional.of(json.path("run_id").asText()).filter(run -> !run.isEmpty()),
        json.path("status").asText("READY").equals("READY"),
        json.path("description").asText(),
        pairs(json.path("tags")));
  }

  static RegisteredModel model(JsonNode json) {
    Map<String, Long> aliases = new LinkedHashMap<>();
    for (JsonNode alias : json.path("aliases")) {
      aliases.put(alias.path("alias").asText(), alias.path("version").asLong());
    }
    return new RegisteredModel(json.path("name").asText(), aliases);
  }

  static Run run(JsonNode json) {
    Map<String, Double> metrics = new LinkedHashMap<>();
    for (JsonNode metric : json.path("data").path("metrics")) {
      JsonNode value = metric.path("value");
      if (value.isNumber() && Double.isFinite(value.doubleValue())) {
        metrics.put(metric.path("key").asText(), value.doubleValue());
      }
    }
    List<Run.Dataset> datasets = new ArrayList<>();
    for (JsonNode input : json.path("inputs").path("dataset_inputs")) {
      JsonNode dataset = input.path("dataset");
      datasets.add(new Run.Dataset(dataset.path("name").asText(), dataset.path("digest").asText()));
    }
    return new Run(
        json.path("info").path("run_id").asText(),
        json.path("info").path("artifact_uri").asText(),
        metrics,
        pairs(json.path("data").path("tags")),
        datasets);
  }

  private static Map<String, String> pairs(JsonNode list) {
    Map<String, String> pairs = new LinkedHashMap<>();
    for (JsonNode pair : list) {
      pairs.put(pair.path("key").asText(), pair.path("value").asText());
    }
    return pairs;
  }
}
