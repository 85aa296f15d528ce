package io.slipway.conformance.server;

import io.slipway.conformance.json.Json;
import io.slipway.conformance.json.JsonException;
import io.slipway.conformance.json.JsonReader;
import java.net.http.HttpHeaders;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/** An answer. */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Answered(int status, HttpHeaders headers, byte[] body) {

  public Optional<String> header(String name) {
    return headers.firstValue(name);
  }

  /** The media type, without parameters and in lower case; empty when none is said. */
  public String mediaType() {
    return header("Content-Type")
        .map(type -> type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT))
        .orElse("");
  }

  /**
   * @throws JsonException if the body is no JSON
   */
  public Json json() throws JsonException {
    return JsonReader.read(body);
  }

  /** For people: status, media type and body, none of it too long. */
  public String text() {
    OptionalInt json = OptionalInt.empty();
    Optional<String> length = header(Sent.JSON_LENGTH);
    if (length.isPresent() && length.get().matches("[0-9]{1,9}")) {
      json = OptionalInt.of(Integer.parseInt(length.get()));
    }
    String head = status + " " + header("Content-Type").orElse("(no Content-Type)");
    return body.length == 0 ? head + "\n(no body)" : head + "\n" + BodyText.body(body, json);
  }
}
