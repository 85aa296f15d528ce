package io.slipway.batch.plan;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Who a run is: the digest of all that decides what comes out of it. The same model over the same
 * plan with the same settings is the same run, however often it is asked for, so that what one
 * attempt has finished counts for the next, and a second one at the same time does no harm.
 *
 * @param value {@code sha256:} and 64 hexadecimal digits
 */
public record RunId(String value) {
  private static final Pattern FORM = Pattern.compile("sha256:[0-9a-f]{64}");

  /**
   * @throws IllegalArgumentException if it is no such digest
   */
  public RunId {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException("%s is no run id".formatted(value));
    }
  }

  /**
   * @param modelDigest of the model's bytes
   * @param planDigest {@link Plan#digest}
   * @param settings what else decides the outcome, by name; a number that somebody raises to have
   *     the same thing done once more among them
   */
  public static RunId of(String modelDigest, String planDigest, Map<String, String> settings) {
    StringBuilder text = new StringBuilder();
    append(text, "model", modelDigest);
    append(text, "plan", planDigest);
    new TreeMap<>(settings).forEach((name, value) -> append(text, "setting " + name, value));
    return new RunId(Sha256.of(text.toString().getBytes(StandardCharsets.UTF_8)));
  }

  /** With their lengths, so that nothing can be written to look like two settings. */
  private static void append(StringBuilder text, String name, String value) {
    text.append(name.length())
        .append(" ")
        .append(name)
        .append(" ")
        .append(value.length())
        .append(' ')
        .append(value)
        .append('\n');
  }

  /** Enough of it for a name: 12 hexadecimal digits. */
  public String shortForm() {
    return value.substring("sha256:".length(), "sha256:".length() + 12);
  }

  @Override
  public String toString() {
    return value;
  }
}
