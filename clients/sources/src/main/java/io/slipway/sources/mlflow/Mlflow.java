package io.slipway.sources.mlflow;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.slipway.sources.Get;
import io.slipway.sources.SourceProblem;
import io.slipway.sources.SourceProblem.Kind;
import io.slipway.sources.Web;
import java.net.URI;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An MLflow server, asked by its REST API. */
public final class Mlflow {
  private static final String API = "/api/2.0/mlflow/";
  private static final String PROXY = "/api/2.0/mlflow-artifacts/artifacts";
  private static final int PAGE = 200;
  private static final int PAGES = 10_000;

  private final String address;
  private final String host;
  private final Map<String, String> credentials;
  private final Web web;

  /**
   * @param address as {@code MLFLOW_TRACKING_URI} has it
   * @param authorization the value of the header of that name, for those who are let in with one
   */
  public Mlflow(String address, Optional<String> authorization, Web web) throws SourceProblem {
    URI uri = parsed(address);
    this.address = address.replaceAll("/+$", "");
    this.host = uri.getPort() < 0 ? uri.getHost() : uri.getHost() + ":" + uri.getPort();
    this.credentials = authorization.map(value -> Map.of("Authorization", value)).orElse(Map.of());
    this.web = web;
  }

  private static URI parsed(String address) throws SourceProblem {
    try {
      URI uri = URI.create(address);
      boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      if (http
          && uri.getHost() != null
          && uri.getRawUserInfo() == null
          && uri.getRawQuery() == null
          && uri.getRawFragment() == null) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      // Said below, where the other ways to be wrong are said too.
    }
    throw new SourceProblem(
        Kind.CONFIGURATION,
        "the address of the MLflow server is to be like https://mlflow.example.org, without user and"
            + " password, which are given beside it");
  }

  /** For messages. */
  public String display() {
    return "the MLflow server " + host;
  }

  public ModelVersion version(String model, long number) throws SourceProblem {
    return Answers.version(
        ask(
                "version %d of the model %s".formatted(number, model),
                API + "model-versions/get?name=" + encoded(model) + "&version=" + number)
            .path("model_version"));
  }

  /** The version that an alias points to at the moment. */
  public ModelVersion alias(String model, String alias) throws SourceProblem {
    return Answers.version(
        ask(
                "the alias %s of the model %s".formatted(alias, model),
                API + "registered-models/alias?name=" + encoded(model) + "&alias=" + encoded(alias))
            .path("model_version"));
  }

  public RegisteredModel model(String name) throws SourceProblem {
    return Answers.model(
        ask("the model " + name, API + "registered-models/get?name=" + encoded(name))
            .path("registered_model"));
  }

  /** All registered models, by name. */
  public List<RegisteredModel> models() throws SourceProblem {
    List<RegisteredModel> models = new ArrayList<>();
    for (JsonNode node :
        pages("the list of models", "registered-models/search?", "registered_models")) {
      models.add(Answers.model(node));
    }
    models.sort(Comparator.comparing(RegisteredModel::name));
    return models;
  }

  /** All versions of a model, the oldest first. */
  public List<ModelVersion> versions(String model) throws SourceProblem {
    String quote = model.contains("'") ? "\"" : "'";
    List<ModelVersion> versions = new ArrayList<>();
    for (JsonNode node :
        pages(
            "the versions of the model " + model,
            "model-versions/search?filter=" + encoded("name=" + quote + model + quote) + "&",
            "model_versions")) {
      versions.add(Answers.version(node));
    }
    versions.sort(Comparator.comparingLong(ModelVersion::number));
    return versions;
  }

  public Run run(String id) throws SourceProblem {
    return Answers.run(ask("the run " + id, API + "runs/get?run_id=" + encoded(id)).path("run"));
  }

  /** Where the files of a version are, as MLflow writes it. */
  String artifactUri(ModelVersion version) throws SourceProblem {
    return ask(
            "version %d of the model %s".formatted(version.number(), version.model()),
            API
                + "model-versions/get-download-uri?name="
                + encoded(version.model())
                + "&version="
                + version.number())
        .path("artifact_uri")
        .asText();
  }

  /** The GET of a file that the server hands on from its store. */
  Get proxied(String path) {
    return get(PROXY + "/" + path(path));
  }

  /** The files of a folder of the server's store, without the folders in it. */
  List<String> proxiedFiles(String folder) throws SourceProblem {
    List<String> files = new ArrayList<>();
    for (JsonNode file :
        ask("the artifacts in " + folder, PROXY + "?path=" + encoded(folder)).path("files")) {
      if (!file.path("is_dir").asBoolean()) {
        files.add(file.path("path").asText());
      }
    }
    return files;
  }

  /** The GET of a file of a version that the server fetches itself, from wherever it is. */
  Get served(ModelVersion version, String path) {
    return get(
        "/model-versions/get-artifact?name="
            + encoded(version.model())
            + "&version="
            + version.number()
            + "&path="
            + encoded(path));
  }

  private List<JsonNode> pages(String what, String question, String field) throws SourceProblem {
    List<JsonNode> all = new ArrayList<>();
    String next = "";
    for (int page = 0; page < PAGES; page++) {
      JsonNode answer =
          ask(
              what,
              API
                  + question
                  + "max_results="
                  + PAGE
                  + (next.isEmpty() ? "" : "&page_token=" + encoded(next)));
      answer.path(field).forEach(all::add);
      next = answer.path("next_page_token").asText();
      if (next.isEmpty()) {
        return all;
      }
    }
    throw new SourceProblem(Kind.UNSUPPORTED, display() + " gives " + what + " without an end");
  }

  private JsonNode ask(String what, String pathAndQuery) throws SourceProblem {
    return Answers.read(display(), what, web.ask(get(pathAndQuery)));
  }

  private Get get(String pathAndQuery) {
    return new Get(URI.create(address + pathAndQuery), credentials);
  }

  private static String path(String path) {
    return encoded(path).replace("%2F", "/");
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20");
  }
}
