package io.slipway.server.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.slipway.server.source.SourceException.Reason;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Against a real S3 store, versitygw: the one that SLIPWAY_VERSITYGW or the PATH names. Where there
 * is none: {@code go install github.com/versity/versitygw/cmd/versitygw@latest}.
 */
@Timeout(60)
class S3StoreTest {
  private static final String KEY = "churn/7/model v7+é.pmml";

  @TempDir static Path folder = Path.of("");
  private static @Nullable Process store;
  private static String endpoint = "";
  @TempDir Path cache = Path.of("");

  @BeforeAll
  static void startTheStore() throws Exception {
    Optional<Path> program = program();
    assumeTrue(
        program.isPresent(),
        "skipped: no versitygw in SLIPWAY_VERSITYGW or on the PATH; see the class comment");
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    Path object = folder.resolve("models").resolve(KEY);
    Files.createDirectories(object.getParent());
    Files.writeString(object, "<PMML/>");
    ProcessBuilder builder =
        new ProcessBuilder(
            program.get().toString(), "--port", "127.0.0.1:" + port, "posix", folder.toString());
    builder.environment().put("ROOT_ACCESS_KEY", "the-key");
    builder.environment().put("ROOT_SECRET_KEY", "the-secret");
    builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
    store = builder.start();
    endpoint = "http://127.0.0.1:" + port;
    Awaitility.await("the store listens")
        .atMost(Duration.ofSeconds(20))
        .ignoreExceptions()
        .until(
            () -> {
              try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return socket.isConnected();
              }
            });
  }

  private static Optional<Path> program() {
    String named = System.getenv("SLIPWAY_VERSITYGW");
    if (named != null) {
      return Optional.of(Path.of(named));
    }
    return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .map(entry -> Path.of(entry, "versitygw"))
        .filter(Files::isExecutable)
        .findFirst();
  }

  @AfterAll
  static void stopTheStore() {
    if (store != null) {
      store.destroyForcibly();
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
    return Map.of("AWS_ACCESS_KEY_ID", "the-key", "AWS_SECRET_ACCESS_KEY", secret);
  }

  @Test
  void anObjectIsFetchedWithItsKeysWhateverItsName() throws Exception {
    assertThat(fetch("s3://models/" + KEY, keys("the-secret")).file())
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
    assertThat(refusal("s3://models/absent", keys("the-secret"))).isEqualTo(Reason.NOT_FOUND);
    assertThat(refusal("s3://absent/model", keys("the-secret"))).isEqualTo(Reason.NOT_FOUND);
  }
}
