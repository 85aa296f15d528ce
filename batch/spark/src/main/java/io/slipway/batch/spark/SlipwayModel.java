package io.slipway.batch.spark;

import java.io.Serializable;
import java.util.regex.Pattern;

/**
 * Which model: where its file lies, and which bytes it must have.
 *
 * @param uri of a file that Spark's driver can read by Hadoop's file systems: {@code s3a://},
 *     {@code hdfs://}, {@code https://}, {@code file:///} and so on. Executors need no access to it
 * @param digest {@code sha256:} and 64 hexadecimal digits, as the registry and a pod's status have
 *     it
 */
public record SlipwayModel(String uri, String digest) implements Serializable {
  private static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}");

  /**
   * @throws IllegalArgumentException if the digest has another form
   */
  public SlipwayModel {
    if (!DIGEST.matcher(digest).matches()) {
      throw new IllegalArgumentException(
          "%s: expected a digest as sha256: and 64 hexadecimal digits in lower case, found \"%s\""
              .formatted(uri, digest));
    }
  }

  public static SlipwayModel of(String uri, String digest) {
    return new SlipwayModel(uri, digest);
  }
}
