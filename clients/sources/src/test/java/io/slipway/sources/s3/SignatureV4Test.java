package io.slipway.sources.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against the examples that AWS publishes: those of the S3 guide, and the general test suite. */
class SignatureV4Test {
  private static final Instant S3_EXAMPLE = Instant.parse("2013-05-24T00:00:00Z");
  private static final SignatureV4 S3 =
      new SignatureV4(
          new AwsKeys(
              "AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", Optional.empty()),
          "us-east-1",
          "s3");

  private static Map<String, String> s3Headers(Map<String, String> others) {
    Map<String, String> headers = new TreeMap<>(others);
    headers.put("x-amz-content-sha256", SignatureV4.EMPTY_PAYLOAD);
    headers.put("x-amz-date", SignatureV4.timestamp(S3_EXAMPLE));
    return headers;
  }

  @Test
  void signsTheS3GuidesRangedGetOfAnObject() {
    assertThat(
            S3.authorization(
                "GET",
                URI.create("https://examplebucket.s3.amazonaws.com/test.txt"),
                s3Headers(Map.of("Range", "bytes=0-9")),
                S3_EXAMPLE))
        .isEqualTo(
            "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request, "
                + "SignedHeaders=host;range;x-amz-content-sha256;x-amz-date, "
                + "Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41");
  }

  @ParameterizedTest
  @CsvSource({
    "lifecycle, fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543",
    "max-keys=2&prefix=J, 34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7",
    "prefix=J&max-keys=2, 34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7",
  })
  void signsTheS3GuidesQueries(String query, String signature) {
    assertThat(
            S3.authorization(
                "GET",
                URI.create("https://examplebucket.s3.amazonaws.com/?" + query),
                s3Headers(Map.of()),
                S3_EXAMPLE))
        .endsWith("Signature=" + signature);
  }

  @ParameterizedTest
  @CsvSource({
    "'', 5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
    "'?Param2=value2&Param1=value1', b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500",
  })
  void signsTheGeneralTestSuitesGets(String query, String signature) {
    Instant at = Instant.parse("2015-08-30T12:36:00Z");
    SignatureV4 signer =
        new SignatureV4(
            new AwsKeys(
                "AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", Optional.empty()),
            "us-east-1",
            "service");
    assertThat(
            signer.authorization(
                "GET",
                URI.create("https://example.amazonaws.com/" + query),
                Map.of("X-Amz-Date", SignatureV4.timestamp(at)),
                at))
        .isEqualTo(
            "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, "
                + "SignedHeaders=host;x-amz-date, Signature="
                + signature);
  }

  @Test
  void aKeyKeepsItsSlashesAndNothingElseThatIsReserved() {
    assertThat(SignatureV4.encode("a/b c+d~é?#%2F")).isEqualTo("a/b%20c%2Bd~%C3%A9%3F%23%252F");
  }

  @Test
  void theSecretKeyIsNotInTheTextOfTheKeys() {
    assertThat(S3.toString()).doesNotContain("wJalrXUtn");
  }
}
