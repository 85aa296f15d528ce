package io.slipway.operator.desired;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.slipway.operator.document.Comparison;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a model's source was found to be.
 *
 * @param digest {@code sha256:} and 64 hex digits; empty where only a team's own server knows
 * @param format of the file; empty while nobody has looked
 * @param number of the version in the registry; empty for a model of another source
 * @param uri where the registry has the bytes, or what an alias of MLflow or a tag of OCI named;
 *     empty where the spec says it
 * @param compared what the resolver found when it compared two engines, if it did. News for pods,
 *     and nothing of what a revision is: it is not kept with it
 */
public record ResolvedModel(
    String digest,
    String format,
    // Revisions of other sources keep the bytes that they had before there was a registry.
    @JsonInclude(JsonInclude.Include.NON_EMPTY) String number,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) String uri,
    @JsonIgnore @Nullable Comparison compared) {

  private static final String ALGORITHM = "sha256:";
  private static final int VERSION_LENGTH = 12;

  /** What is absent in a document is empty. */
  @SuppressWarnings("NullAway") // Jackson gives null for what a document leaves out.
  public ResolvedModel {
    number = orEmpty(number);
    uri = orEmpty(uri);
  }

  /** A model that nobody has loaded to find it. */
  public ResolvedModel(String digest, String format, String number, String uri) {
    this(digest, format, number, uri, null);
  }

  /** A model of a source that has no versions. */
  public ResolvedModel(String digest, String format) {
    this(digest, format, "", "");
  }

  /**
   * The version that people see: the registry's number, or the digest's first twelve hex digits;
   * empty without either.
   */
  public String version() {
    if (!number.isEmpty()) {
      return number;
    }
    return digest.startsWith(ALGORITHM) && digest.length() >= ALGORITHM.length() + VERSION_LENGTH
        ? digest.substring(ALGORITHM.length(), ALGORITHM.length() + VERSION_LENGTH)
        : "";
  }

  private static String orEmpty(@Nullable String text) {
    return Objects.requireNonNullElse(text, "");
  }
}
