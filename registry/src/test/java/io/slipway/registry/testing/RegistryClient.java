package io.slipway.registry.testing;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slipway.registry.model.Digest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/** Asks a registry as a training system or an operator would. */
public final class RegistryClient {
  private final HttpClient http;
  private final URI base;
  private final String token;
  private final Check check;

  /** Looks at every answer. */
  @FunctionalInterface
  public interface Check {
    void accept(String method, String path, Reply reply);
  }

  public RegistryClient(HttpClient http, URI base, String token) {
    this(http, base, token, (method, path, reply) -> {});
  }

  private RegistryClient(HttpClient http, URI base, String token, Check check) {
    this.http = http;
    this.base = base;
    this.token = token;
    this.check = check;
  }

  /** The same, each of whose answers is looked at. */
  public RegistryClient checked(Check each) {
    return new RegistryClient(http, base, token, each);
  }

  /** The same with another token; none when empty. */
  public RegistryClient as(String other) {
    return new RegistryClient(http, base, other, check);
  }

  public Reply get(String path, String... headers) throws IOException, InterruptedException {
    return send("GET", path, new byte[0], headers);
  }

  public Reply post(String path, String body, String... headers)
      throws IOException, InterruptedException {
    return send("POST", path, body.getBytes(StandardCharsets.UTF_8), headers);
  }

  public Reply put(String path, String body, String... headers)
      throws IOException, InterruptedException {
    return send("PUT", path, body.getBytes(StandardCharsets.UTF_8), headers);
  }

  public Reply delete(String path, String... headers) throws IOException, InterruptedException {
    return send("DELETE", path, new byte[0], headers);
  }

  public Reply send(String method, String path, byte[] body, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(base.resolve(path))
            .timeout(Duration.ofSeconds(60))
            .method(
                method,
                body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    if (headers.length > 0) {
      request.headers(headers);
    }
    var response = http.send(request.build(), BodyHandlers.ofByteArray());
    Reply reply = new Reply(response.statusCode(), response);
    check.accept(method, path, reply);
    return reply;
  }

  /** Sends bytes under their digest. */
  public Reply upload(byte[] bytes) throws IOException, InterruptedException {
    return send("PUT", "/v1/blobs/" + Digest.of(bytes), bytes);
  }

  /** A manifest of files. */
  public static ObjectNode manifest(Map<String, byte[]> files) {
    ObjectNode manifest = JsonNodeFactory.instance.objectNode();
    ArrayNode list = manifest.putArray("files");
    files.forEach(
        (path, bytes) ->
            list.addObject()
                .put("path", path)
                .put("digest", Digest.of(bytes).toString())
                .put("size", bytes.length));
    return manifest.put("format", "PMML");
  }

  /** Publishes one file and returns the number of its version, which is ready. */
  public int publish(String model, String content) throws IOException, InterruptedException {
    return publish(model, content, JsonNodeFactory.instance.objectNode());
  }

  /** The same with more fields of the manifest. */
  public int publish(String model, String content, ObjectNode more)
      throws IOException, InterruptedException {
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    require(upload(bytes), 200, 201);
    ObjectNode manifest = manifest(Map.of("model.pmml", bytes));
    manifest.setAll(more);
    Reply registered = post("/v1/models/%s/versions".formatted(model), manifest.toString());
    require(registered, 200, 201);
    int version = registered.json().get("version").intValue();
    Reply done = post("/v1/models/%s/versions/%d:finalize?wait=60s".formatted(model, version), "");
    require(done, 200);
    if (!done.json().get("state").textValue().equals("READY")) {
      throw new AssertionError("not ready: " + done);
    }
    return version;
  }

  /** Makes a model of that name. */
  public void create(String model) throws IOException, InterruptedException {
    require(post("/v1/models", "{\"name\":\"" + model + "\"}"), 201);
  }

  private static void require(Reply reply, int... statuses) {
    for (int status : statuses) {
      if (reply.status() == status) {
        return;
      }
    }
    throw new AssertionError("unexpected: " + reply);
  }
}
