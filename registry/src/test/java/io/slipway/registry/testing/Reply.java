package io.slipway.registry.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What the registry answered. */
public record Reply(int status, HttpResponse<byte[]> response) {
  private static final JsonMapper JSON = new JsonMapper();

  /** The body as JSON. */
  public JsonNode json() {
    try {
      return JSON.readTree(response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The body as bytes. */
  public byte[] bytes() {
    return response.body();
  }

  /** A header. */
  public Optional<String> header(String name) {
    return response.headers().firstValue(name);
  }

  @Override
  public String toString() {
    return status + " " + new String(response.body(), StandardCharsets.UTF_8);
  }
}
