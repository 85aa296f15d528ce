package io.slipway.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.slipway.client.RegistryException.Kind;
import java.nio.charset.StandardCharsets;

/** A whole answer. */
final class Reply {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final int status;
  private final byte[] body;

  Reply(int status, byte[] body) {
    this.status = status;
    this.body = body;
  }

  byte[] body() {
    return body;
  }

  JsonNode json() throws RegistryException {
    try {
      JsonNode json = JSON.readTree(body);
      if (json != null && json.isObject()) {
        return json;
      }
      throw strange();
    } catch (JsonProcessingException e) {
      throw strange();
    } catch (java.io.IOException e) {
      throw new IllegalStateException("reading from memory", e);
    }
  }

  /** What it says that went wrong. */
  RegistryException refusal(String object) {
    try {
      JsonNode json = json();
      Fields fields = new Fields(json);
      if (fields.optionalText("cause").isPresent()) {
        return new RegistryException(
            fields.optionalText("reason").flatMap(Kind::named).orElse(kind()),
            fields.optionalText("object").orElse(object),
            fields.text("cause"),
            fields.optionalText("next").orElse("look into the registry's log"));
      }
    } catch (RegistryException e) {
      // Nothing of a registry's: said by its status alone.
    }
    return new RegistryException(
        kind(),
        object,
        "it was answered with the status " + status,
        status >= 500
            ? "try again later, and look into the registry's log"
            : "see whether the address is that of a Slipway registry, without /v1");
  }

  private Kind kind() {
    return switch (status) {
      case 401 -> Kind.UNAUTHENTICATED;
      case 403 -> Kind.FORBIDDEN;
      case 404 -> Kind.NOT_FOUND;
      case 410 -> Kind.GONE;
      case 413 -> Kind.TOO_LARGE;
      case 429, 502, 503, 504 -> Kind.UNAVAILABLE;
      case 507 -> Kind.NO_ROOM;
      default -> Kind.UNEXPECTED;
    };
  }

  private RegistryException strange() {
    String begin = new String(body, 0, Math.min(body.length, 60), StandardCharsets.UTF_8);
    return new RegistryException(
        Kind.UNEXPECTED,
        "the answer",
        "it is no JSON object and begins with '" + begin.replaceAll("[\\p{C}\\s]+", " ") + "'",
        "see whether the address is that of a Slipway registry, without /v1");
  }
}
