package io.slipway.sources.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.sources.Web;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class S3ListingTest {
  private static final String FIRST =
      """
      <ListBucketResult><EncodingType>url</EncodingType><IsTruncated>true</IsTruncated>
      <NextContinuationToken>a/b=</NextContinuationToken>
      <Contents><Key>team+a/7%261.onnx</Key><LastModified>2026-11-03T12:00:00.000Z</LastModified>
      <ETag>&quot;d41d8&quot;</ETag><Size>82</Size></Contents></ListBucketResult>
      """;
  private static final String LAST =
      """
      <ListBucketResult><IsTruncated>false</IsTruncated>
      <Contents><Key>a &amp; b/8.onnx</Key><Size>9</Size></Contents></ListBucketResult>
      """;

  @Test
  void keysAreReadAsTheyAreWhetherTheStoreEncodesThemOrNot() {
    assertThat(S3Listing.read(FIRST).entries())
        .containsExactly(
            new StoredObject(
                "team a/7&1.onnx", 82, "d41d8", Instant.parse("2026-11-03T12:00:00Z")));
    assertThat(S3Listing.read(LAST).entries())
        .containsExactly(new StoredObject("a & b/8.onnx", 9, "", Instant.EPOCH));
  }

  @Test
  void pagesAreAskedForUntilTheLast() throws Exception {
    List<String> asked = new ArrayList<>();
    Web web =
        get -> {
          asked.add(get.uri().toString());
          return new Web.Answer(200, asked.size() == 1 ? FIRST : LAST);
        };
    S3Store store = new S3Store(Optional.of("http://store"), "us-east-1", Optional.empty());

    assertThat(store.list("models", "team a/", web, () -> Instant.EPOCH)).hasSize(2);
    assertThat(asked)
        .containsExactly(
            "http://store/models/?encoding-type=url&list-type=2&prefix=team%20a%2F",
            "http://store/models/?continuation-token=a%2Fb%3D&encoding-type=url&list-type=2&prefix=team%20a%2F");
  }

  @Test
  void aRefusalsCodeIsSaid() {
    assertThat(S3Listing.errorCode("<Error><Code>NoSuchBucket</Code></Error>"))
        .isEqualTo(" NoSuchBucket");
    assertThat(S3Listing.errorCode("<Code>\u001b[31m</Code>")).isEmpty();
  }
}
