package io.slipway.server.pod;

import io.slipway.scoring.ModelFormat;
import io.slipway.server.contract.Comparison;
import io.slipway.server.json.JsonWriter;
import io.slipway.server.source.ModelFetcher.Fetched;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last word of a container, which Kubernetes puts into the pod's status.
 *
 * @param file that it is read from
 */
public record TerminationMessage(Path file) {
  private static final Logger log = LoggerFactory.getLogger(TerminationMessage.class);

  /** What Kubernetes reads at most. */
  private static final int LONGEST_BYTES = 4096;

  /** What somebody can do something about, cut where it is too long. */
  public void failed(String reason, String message) {
    String shown = message;
    byte[] json = JsonWriter.bytes(failure(reason, shown));
    while (json.length > LONGEST_BYTES) {
      shown = shortened(shown, json.length - LONGEST_BYTES);
      json = JsonWriter.bytes(failure(reason, shown));
    }
    write(json);
  }

  /**
   * Cuts a message so that it comes nearer to the limit and not far below it: a character is six
   * bytes at most when it is escaped. The ellipsis and one more character go each time at least.
   */
  private static String shortened(String message, int excessBytes) {
    return message.substring(0, message.length() - 2 - excessBytes / 6) + "…";
  }

  private static Map<String, String> failure(String reason, String message) {
    Map<String, String> failure = new LinkedHashMap<>();
    failure.put("reason", reason);
    failure.put("message", message);
    return failure;
  }

  /**
   * What a resolver found.
   *
   * @param format empty if it was not asked to look
   * @param compared what came of comparing engines, if two were compared
   */
  void resolved(Fetched fetched, Optional<ModelFormat> format, Optional<Comparison> compared) {
    Map<String, Object> resolved = new LinkedHashMap<>();
    resolved.put("digest", fetched.digest().toString());
    format.ifPresent(known -> resolved.put("format", known.name()));
    resolved.put("bytes", fetched.bytes());
    fetched.settled().ifPresent(uri -> resolved.put("uri", uri.display()));
    compared.ifPresent(known -> resolved.put("compared", describe(known)));
    write(JsonWriter.bytes(Map.of("resolved", resolved)));
  }

  private static Map<String, Object> describe(Comparison known) {
    Map<String, Object> compared = new LinkedHashMap<>();
    compared.put("build", known.build());
    compared.put("engine", known.engine());
    compared.put("version", known.version());
    compared.put("rows", known.rows());
    return compared;
  }

  /** What was done: an object of a few short fields. */
  public void done(Map<String, Object> fields) {
    write(JsonWriter.bytes(fields));
  }

  /** Takes back what was written. */
  void clear() {
    write(new byte[0]);
  }

  private void write(byte[] content) {
    try {
      Files.write(file, content);
    } catch (IOException e) {
      // Outside a cluster there is no such file; the log has said the same.
      log.debug("there is no termination message here", e);
    }
  }
}
