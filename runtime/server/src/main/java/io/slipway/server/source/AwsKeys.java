package io.slipway.server.source;

import java.util.Optional;

/** Keys that sign requests to an S3 store. */
record AwsKeys(String accessKeyId, String secretAccessKey, Optional<String> sessionToken) {
  @Override
  public String toString() {
    return "AwsKeys[" + accessKeyId + ", …]";
  }
}
