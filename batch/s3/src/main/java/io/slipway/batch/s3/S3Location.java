package io.slipway.batch.s3;

import java.net.URI;

/**
 * A place in a bucket.
 *
 * @param bucket which has to be there
 * @param key of an object, or what the keys of several begin with; may be empty
 */
public record S3Location(String bucket, String key) {

  /**
   * Reads {@code s3://bucket/key}.
   *
   * @throws IllegalArgumentException if it is anything else
   */
  public static S3Location of(URI uri) {
    String path = uri.getPath();
    if (!"s3".equals(uri.getScheme())
        || uri.getAuthority() == null
        || !uri.getAuthority().matches("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")) {
      throw new IllegalArgumentException(
          uri + " is not s3://bucket/prefix: write the name of a bucket that is there");
    }
    return new S3Location(
        uri.getAuthority(), path == null || path.isEmpty() ? "" : path.substring(1));
  }

  /** Something in it, as in a folder. */
  public S3Location resolve(String name) {
    return new S3Location(bucket, folder().key() + name);
  }

  /** As that in which others are. */
  S3Location folder() {
    return key.isEmpty() || key.endsWith("/") ? this : new S3Location(bucket, key + "/");
  }

  @Override
  public String toString() {
    return "s3://" + bucket + "/" + key;
  }
}
