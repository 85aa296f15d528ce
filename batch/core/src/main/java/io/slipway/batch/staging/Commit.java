package io.slipway.batch.staging;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;

/**
 * The word that a split is done, and which part holds its rows.
 *
 * @param split its index
 * @param part the file's name in the staging area
 * @param bytes how many it has
 * @param sha256 of the file: {@code sha256:} and 64 hexadecimal digits
 * @param rows with a prediction
 * @param errors rows without
 */
public record Commit(int split, String part, long bytes, String sha256, long rows, long errors) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * @throws IllegalArgumentException if a count is below 0
   */
  public Commit {
    if (split < 0 || bytes < 0 || rows < 0 || errors < 0) {
      throw new IllegalArgumentException(
          "a commit of split %d with %d bytes, %d rows and %d errors"
              .formatted(split, bytes, rows, errors));
    }
  }

  /** As JSON. */
  public byte[] toJson() {
    try {
      return JSON.writeValueAsBytes(
          JSON.createObjectNode()
              .put("split", split)
              .put("part", part)
              .put("bytes", bytes)
              .put("sha256", sha256)
              .put("rows", rows)
              .put("errors", errors));
    } catch (IOException e) {
      throw new IllegalStateException("a commit is always JSON", e);
    }
  }

  /**
   * @throws IOException if the bytes are no commit
   */
  public static Commit fromJson(byte[] json) throws IOException {
    JsonNode document = JSON.readTree(json);
    try {
      return new Commit(
          document.required("split").intValue(),
          document.required("part").asText(),
          document.required("bytes").longValue(),
          document.required("sha256").asText(),
          document.required("rows").longValue(),
          document.required("errors").longValue());
    } catch (IllegalArgumentException e) {
      throw new IOException("the commit cannot be read: " + e.getMessage(), e);
    }
  }
}
