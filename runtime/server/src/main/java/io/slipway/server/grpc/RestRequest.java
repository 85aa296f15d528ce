package io.slipway.server.grpc;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * What a call is on port 8080.
 *
 * @param method in upper case
 * @param path percent-encoded
 * @param headers beside the caller's own
 * @param body one after the other
 */
record RestRequest(String method, String path, Map<String, String> headers, List<ByteBuffer> body) {

  /** A request for the page of that path. */
  static RestRequest get(String path) {
    return new RestRequest("GET", path, Map.of(), List.of());
  }

  /** How long the body is. */
  long length() {
    return body.stream().mapToLong(ByteBuffer::remaining).sum();
  }

  /**
   * The path of a model.
   *
   * @param version empty for the one that is served
   * @param nameField what the field of the name is called
   */
  static String modelPath(String name, String version, String nameField) throws CallException {
    if (name.isEmpty()) {
      throw CallException.invalid(nameField + ": expected the name of a model, found none");
    }
    String path = "/v2/models/" + segment(name);
    return version.isEmpty() ? path : path + "/versions/" + segment(version);
  }

  static CallException otherModel() {
    return new CallException(
        Status.NOT_FOUND, "the model: expected one that is served here, found another");
  }

  /**
   * One segment of a path. Dots are encoded as well where they stand alone: such a segment means
   * another path.
   */
  private static String segment(String name) throws CallException {
    if (name.equals(".") || name.equals("..") || name.indexOf('/') >= 0) {
      throw otherModel();
    }
    StringBuilder encoded = new StringBuilder(name.length());
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xFF);
      if (c < 0x80 && (Character.isLetterOrDigit(c) || "-._~".indexOf(c) >= 0)) {
        encoded.append(c);
      } else {
        encoded.append('%').append("%02X".formatted((int) c));
      }
    }
    return encoded.toString();
  }
}
