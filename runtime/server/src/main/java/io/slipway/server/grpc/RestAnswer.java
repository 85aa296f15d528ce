package io.slipway.server.grpc;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.slipway.server.json.JsonReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.OptionalInt;

/**
 * What port 8080 answered.
 *
 * @param status an HTTP status code
 * @param jsonLength how many leading bytes of the body are JSON, where binary tensors follow them
 * @param body all of it: a view
 */
record RestAnswer(int status, OptionalInt jsonLength, ByteBuffer body) {
  static final String JSON_LENGTH = "Inference-Header-Content-Length";

  private static final String OF_THE_PATH = "the path: ";

  /** The document, without the binary tensors. */
  JsonNode json() {
    int length = Math.min(body.remaining(), jsonLength.orElse(body.remaining()));
    try {
      return JsonReader.own(body.array(), body.arrayOffset() + body.position(), length);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the answer is no JSON", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What follows the JSON. */
  ByteBuffer binary() {
    int from = Math.min(body.remaining(), jsonLength.orElse(body.remaining()));
    return body.slice(body.position() + from, body.remaining() - from);
  }

  /** Fails unless it is what was asked for. */
  void requireOk() throws CallException {
    Status of = Status.ofHttp(status);
    if (of != Status.OK) {
      throw new CallException(of, error());
    }
  }

  /** Why it is not what was asked for, in words that suit a caller without paths. */
  private String error() {
    String message;
    try {
      message = json().path("error").asText("");
    } catch (IllegalStateException e) {
      message = "";
    }
    if (message.isEmpty()) {
      return "HTTP " + status;
    }
    return message.startsWith(OF_THE_PATH)
        ? "the model: " + message.substring(OF_THE_PATH.length())
        : message;
  }
}
