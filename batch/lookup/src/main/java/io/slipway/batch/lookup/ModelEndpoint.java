package io.slipway.batch.lookup;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A ModelDeployment's endpoint, asked with named records. */
public final class ModelEndpoint implements Online, AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();
  private static final TypeReference<Map<String, Object>> ROW = new TypeReference<>() {};

  private final URI uri;
  private final Duration limit;
  private final HttpClient http;

  /**
   * @param uri such as {@code http://churn.fraud.svc/v1/models/churn:predict}
   * @param limit how long an answer may take
   */
  public ModelEndpoint(URI uri, Duration limit) {
    this.uri = uri;
    this.limit = limit;
    this.http =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(limit).build();
  }

  @Override
  public Said predict(List<ObjectNode> rows) {
    try {
      ObjectNode body = JSON.createObjectNode();
      ArrayNode instances = body.putArray("instances");
      rows.forEach(instances::add);
      HttpResponse<byte[]> response =
          http.send(
              HttpRequest.newBuilder(uri)
                  .timeout(limit)
                  .header("Content-Type", "application/json")
                  .POST(BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)))
                  .build(),
              BodyHandlers.ofByteArray());
      return read(response, rows.size());
    } catch (IOException e) {
      return new Said.Nothing("the model cannot be asked: " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Said.Nothing("the model was not waited for");
    }
  }

  private static Said read(HttpResponse<byte[]> response, int rows) throws IOException {
    JsonNode body = JSON.readTree(response.body());
    if (response.statusCode() != 200) {
      return new Said.Nothing(
          "the model answers %d %s"
              .formatted(response.statusCode(), body.path("error").asText(""))
              .strip());
    }
    JsonNode predictions = body.path("predictions");
    if (predictions.size() != rows) {
      return new Said.Nothing(
          "the model answers %d rows of %d".formatted(predictions.size(), rows));
    }
    List<Map<String, Object>> all = new ArrayList<>();
    for (JsonNode prediction : predictions) {
      Map<String, Object> row = JSON.convertValue(prediction, ROW);
      row.values().removeIf(Objects::isNull);
      all.add(row);
    }
    return new Said.Predictions(all, response.headers().firstValue("Slipway-Digest"));
  }

  @Override
  public void close() {
    http.close();
  }
}
