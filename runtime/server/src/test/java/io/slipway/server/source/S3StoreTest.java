package io.slipway.server.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.slipway.server.source.SourceException.Reason;
import io.slipway.testing.program.Search;
import io.slipway.testing.s3.S3Server;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Against a real S3 store, that of {@link S3Server}. */
@Timeout(60)
class S3StoreTest {
  private static final String KEY = "churn/7/model v7+é.pmml";

  @TempDir static Path folder = Path.of("");
  private static @Nullable S3Server store;
  private static String endpoint = "";
  @TempDir Path cache = Path.of("");

  @BeforeAll
  static void startTheStore() throws IOException {
    switch (S3Server.search()) {
      case Search.NotFound(String reason) -> Assumptions.abort("skipped: " + reason);
      case Search.Found(Path program) -> {
        S3Server started = S3Server.start(program, folder);
        store = started;
        started.createBucket("models");
        Path object = started.bucket("models").resolve(KEY);
        Files.createDirectories(object.getParent());
        Files.writeString(object, "<PMML/>");
        endpoint = started.endpoint().toString();
      }
    }
  }

  @AfterAll
  static void stopTheStore() {
    if (store != null) {
      store.close();
    }
  }

  private ModelFetcher.Fetched fetch(String uri, Map<String, String> keys)
      throws SourceException, InterruptedException, IOException {
    Map<String, String> environment = new HashMap<>(keys);
    environment.putIfAbsent("AWS_ENDPOINT_URL_S3", endpoint);
    ModelFetcher fetcher =
        new ModelFetcher(
            cache.resolve("none"),
            new Credentials(cache.resolve("none"), environment),
            new ModelCache(cache.resolve("cache")),
            new ModelFetcher.Limits(1000, Duration.ofSeconds(10), Duration.ofSeconds(5)),
            new Backoff(Duration.ofMillis(10), Duration.ofMillis(100), new Random(1)),
            e -> {});
    return fetcher.fetch(
        new ModelFetcher.Order(ModelUri.parse(uri), Optional.empty(), Optional.empty()));
  }

  private Reason refusal(String uri, Map<String, String> keys) {
    return catchThrowableOfType(SourceException.class, () -> fetch(uri, keys)).reason();
  }

  private static Map<String, String> keys(String secret) {
    return Map.of("AWS_ACCESS_KEY_ID", S3Server.ACCESS_KEY, "AWS_SECRET_ACCESS_KEY", secret);
  }

  @Test
  void anObjectIsFetchedWithItsKeysWhateverItsName() throws Exception {
    assertThat(fetch("s3://models/" + KEY, keys(S3Server.SECRET_KEY)).file())
        .content(StandardCharsets.UTF_8)
        .isEqualTo("<PMML/>");
  }

  @Test
  void wrongKeysAreForbidden() {
    assertThat(refusal("s3://models/" + KEY, keys("another"))).isEqualTo(Reason.FORBIDDEN);
  }

  @Test
  void withoutKeysTheRequestIsAnonymousAndAPrivateBucketRefusesIt() {
    assertThat(refusal("s3://models/" + KEY, Map.of())).isEqualTo(Reason.FORBIDDEN);
  }

  @Test
  void anObjectOrBucketThatIsNotThereIsNotFound() {
    assertThat(refusal("s3://models/absent", keys(S3Server.SECRET_KEY)))
        .isEqualTo(Reason.NOT_FOUND);
    assertThat(refusal("s3://absent/model", keys(S3Server.SECRET_KEY))).isEqualTo(Reason.NOT_FOUND);
  }
}
