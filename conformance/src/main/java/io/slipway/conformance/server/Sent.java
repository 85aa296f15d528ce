package io.slipway.conformance.server;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;

/**
 * A request.
 *
 * @param body empty for none
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Sent(String method, String path, Map<String, String> headers, byte[] body) {
  /** The header that says how many of a body's bytes are JSON. */
  public static final String JSON_LENGTH = "Inference-Header-Content-Length";

  public static Sent get(String path) {
    return new Sent("GET", path, Map.of(), new byte[0]);
  }

  public static Sent post(String path, String json) {
    return new Sent(
        "POST",
        path,
        Map.of("Content-Type", "application/json"),
        json.getBytes(StandardCharsets.UTF_8));
  }

  /** JSON and bytes after it. */
  public static Sent binary(String path, String json, byte[] tensors) {
    byte[] head = json.getBytes(StandardCharsets.UTF_8);
    byte[] body = java.util.Arrays.copyOf(head, head.length + tensors.length);
    System.arraycopy(tensors, 0, body, head.length, tensors.length);
    return new Sent(
        "POST",
        path,
        Map.of(
            "Content-Type", "application/octet-stream", JSON_LENGTH, Integer.toString(head.length)),
        body);
  }

  public Sent with(String header, String value) {
    Map<String, String> changed = new LinkedHashMap<>(headers);
    changed.put(header, value);
    return new Sent(method, path, changed, body);
  }

  public Sent withBody(byte[] other) {
    return new Sent(method, path, headers, other);
  }

  /** For people: the first line, the headers that matter and the body, none of it too long. */
  public String text() {
    StringBuilder text = new StringBuilder(method).append(' ').append(path);
    if (headers.containsKey(JSON_LENGTH)) {
      text.append("\n").append(JSON_LENGTH).append(": ").append(headers.get(JSON_LENGTH));
    }
    return body.length == 0
        ? text.toString()
        : text.append("\n").append(BodyText.body(body, OptionalInt.empty())).toString();
  }
}
