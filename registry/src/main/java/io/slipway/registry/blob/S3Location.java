package io.slipway.registry.blob;

import io.slipway.registry.blob.BlobException.Reason;
import io.slipway.registry.model.Digest;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where blobs are in an S3-compatible store.
 *
 * @param bucket which has to be there
 * @param prefix of every key: empty, or names that each end in a slash
 */
public record S3Location(String bucket, String prefix) {
  private static final Pattern URI =
      Pattern.compile(
          "s3://([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:/((?:[A-Za-z0-9_-][A-Za-z0-9._-]*/?)*))?");

  /**
   * Reads {@code s3://bucket/prefix}.
   *
   * @throws BlobException MISCONFIGURED if it is anything else
   */
  public static S3Location parse(String uri) throws BlobException {
    Matcher parts = URI.matcher(uri);
    if (!parts.matches()) {
      throw new BlobException(
          Reason.MISCONFIGURED,
          "'%s' is not s3://bucket or s3://bucket/prefix: write the name of a bucket that is there, and a prefix of letters, digits, '-', '_', '.' and '/' if it holds other things too"
              .formatted(uri));
    }
    String prefix = parts.group(2) == null ? "" : parts.group(2);
    return new S3Location(
        parts.group(1), prefix.isEmpty() || prefix.endsWith("/") ? prefix : prefix + "/");
  }

  String key(Digest digest) {
    return folder() + digest.hex();
  }

  /** What the keys of all blobs begin with. */
  String folder() {
    return prefix + "sha256/";
  }

  /** Empty for what else lies in the bucket. */
  Optional<Digest> digest(String key) {
    return key.startsWith(folder())
        ? Digests.of(key.substring(folder().length()))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return "s3://" + bucket + "/" + prefix;
  }
}
