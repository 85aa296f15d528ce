package io.slipway.registry.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.slipway.registry.model.Digest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class S3LocationTest {
  private static final Digest DIGEST = new Digest("0a".repeat(32));

  @ParameterizedTest
  @CsvSource({
    "s3://models, models, sha256/",
    "s3://models/, models, sha256/",
    "s3://my.models/registry, my.models, registry/sha256/",
    "s3://models/team-a/registry_1/, models, team-a/registry_1/sha256/",
  })
  void aBlobsKeyIsMadeOfPrefixAndDigest(String uri, String bucket, String folder) throws Exception {
    S3Location location = S3Location.parse(uri);

    assertThat(location.bucket()).isEqualTo(bucket);
    assertThat(location.key(DIGEST)).isEqualTo(folder + DIGEST.hex());
    assertThat(location.digest(location.key(DIGEST))).contains(DIGEST);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "models",
        "https://models",
        "s3://",
        "s3://Models",
        "s3://m/../x",
        "s3://models/a//b",
        "s3://models/a b"
      })
  void anythingElseIsRefused(String uri) {
    assertThatExceptionOfType(BlobException.class)
        .isThrownBy(() -> S3Location.parse(uri))
        .withMessageContaining("'" + uri + "' is not s3://bucket")
        .matches(e -> e.reason() == BlobException.Reason.MISCONFIGURED);
  }

  @Test
  void otherKeysAreNoBlobs() throws Exception {
    S3Location location = S3Location.parse("s3://models/registry");

    assertThat(location.digest("sha256/" + DIGEST.hex())).isEmpty();
    assertThat(location.digest("registry/sha256/" + DIGEST.hex() + ".txt")).isEmpty();
    assertThat(location.digest("registry/sha256/a/" + DIGEST.hex())).isEmpty();
  }
}
