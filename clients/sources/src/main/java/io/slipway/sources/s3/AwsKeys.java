package io.slipway.sources.s3;

import java.util.Optional;

/** Keys that sign requests to an S3 store. */
public record AwsKeys(String accessKeyId, String secretAccessKey, Optional<String> sessionToken) {
  @Override
  public String toString() {
    return "AwsKeys[" + accessKeyId + ", …]";
  }
}
