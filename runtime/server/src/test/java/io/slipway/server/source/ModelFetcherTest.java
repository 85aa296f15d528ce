package io.slipway.server.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.slipway.server.source.ModelFetcher.Fetched;
import io.slipway.server.source.ModelFetcher.Order;
import io.slipway.server.source.SourceException.Reason;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(30)
class ModelFetcherTest {
  private static final byte[] MODEL = randomBytes(700_000);
  private static final Digest DIGEST = digestOf(MODEL);
  private static final String TAG = "\"v1\"";

  @TempDir Path folder;
  private final List<SourceException> retried = new ArrayList<>();

  private static byte[] randomBytes(int length) {
    byte[] bytes = new byte[length];
    new Random(7).nextBytes(bytes);
    return bytes;
  }

  private static Digest digestOf(byte[] bytes) {
    return new Digest(HexFormat.of().formatHex(Download.newSha256().digest(bytes)));
  }

  private ModelFetcher fetcher(Duration timeout) {
    return fetcher(new ModelFetcher.Limits(1_000_000, timeout, Duration.ofMillis(500)));
  }

  private ModelFetcher fetcher(ModelFetcher.Limits limits) {
    return new ModelFetcher(
        folder.resolve("source"),
        new Credentials(folder.resolve("credentials"), Map.of()),
        new ModelCache(folder.resolve("cache")),
        limits,
        new Backoff(Duration.ofMillis(5), Duration.ofMillis(20), new Random(1)),
        retried::add);
  }

  private Fetched fetch(Order order) throws Exception {
    return fetcher(Duration.ofSeconds(20)).fetch(order);
  }

  private SourceException refusal(Order order) {
    return refusal(fetcher(Duration.ofMillis(300)), order);
  }

  private static SourceException refusal(ModelFetcher fetcher, Order order) {
    return catchThrowableOfType(SourceException.class, () -> fetcher.fetch(order));
  }

  private static Order unpinned(URI uri) throws SourceException {
    return new Order(ModelUri.parse(uri.toString()), Optional.empty(), Optional.empty());
  }

  private static Order pinned(URI uri, Digest digest, URI... peers) throws SourceException {
    return new Order(
        ModelUri.parse(uri.toString()), Optional.of(digest), Optional.of(() -> List.of(peers)));
  }

  private void credential(String key, String value) throws IOException {
    Files.writeString(
        Files.createDirectories(folder.resolve("credentials")).resolve(key), value + "\n");
  }

  private static URI refusingPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return URI.create("http://127.0.0.1:" + socket.getLocalPort());
    }
  }

  @Test
  void whatIsFetchedLiesUnderItsDigestWithNothingBesideIt() throws Exception {
    try (FlakyServer server = new FlakyServer((x, n) -> FlakyServer.serve(x, MODEL, TAG))) {
      Fetched fetched = fetch(unpinned(server.uri("/m.pmml")));

      assertThat(fetched.digest()).isEqualTo(DIGEST);
      assertThat(fetched.bytes()).isEqualTo(MODEL.length);
      assertThat(fetched.file()).hasBinaryContent(MODEL);
      try (var beside = Files.list(fetched.file().getParent())) {
        assertThat(beside).containsExactly(fetched.file());
      }
      assertThat(folder.resolve("cache/incoming")).isEmptyDirectory();
    }
  }

  @Test
  void aBrokenDownloadGoesOnWhereItBroke() throws Exception {
    try (FlakyServer server =
        new FlakyServer(
            (x, n) -> {
              if (n == 1) {
                FlakyServer.breakAfter(x, MODEL, 400_000, TAG);
              }
              FlakyServer.serve(x, MODEL, TAG);
            })) {
      Fetched fetched = fetch(pinned(server.uri("/m"), DIGEST));

      assertThat(fetched.file()).hasBinaryContent(MODEL);
      assertThat(server.header(2, "Range")).matches("bytes=[1-9]\\d*-");
      assertThat(server.header(2, "If-Range")).isEqualTo(TAG);
      assertThat(retried).hasSize(1);
    }
  }

  @Test
  void aFileThatChangesWhileItIsFetchedIsFetchedFromTheBeginning() throws Exception {
    byte[] changed = randomBytes(650_000);
    changed[0]++;
    try (FlakyServer server =
        new FlakyServer(
            (x, n) -> {
              if (n == 1) {
                FlakyServer.breakAfter(x, MODEL, 400_000, TAG);
              }
              FlakyServer.serve(x, changed, "\"v2\"");
            })) {
      Fetched fetched = fetch(unpinned(server.uri("/m")));

      assertThat(fetched.digest()).isEqualTo(digestOf(changed));
      assertThat(fetched.file()).hasBinaryContent(changed);
    }
  }

  @Test
  void aServerThatIsBusyIsAskedAgain() throws Exception {
    try (FlakyServer server =
        new FlakyServer(
            (x, n) -> {
              if (n < 4) {
                x.sendResponseHeaders(503, -1);
              } else {
                FlakyServer.serve(x, MODEL, TAG);
              }
            })) {
      assertThat(fetch(unpinned(server.uri("/m"))).digest()).isEqualTo(DIGEST);
      assertThat(retried)
          .hasSize(3)
          .allSatisfy(e -> assertThat(e).hasMessageContaining("answered 503"));
    }
  }

  @Test
  void aServerThatStopsSendingIsLeftAndAskedAgain() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    try (FlakyServer server =
        new FlakyServer(
            (x, n) -> {
              if (n > 1) {
                FlakyServer.serve(x, MODEL, TAG);
                return;
              }
              x.getResponseHeaders().set("ETag", TAG);
              x.sendResponseHeaders(200, MODEL.length);
              x.getResponseBody().write(MODEL, 0, 200_000);
              x.getResponseBody().flush();
              try {
                never.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            })) {
      assertThat(fetch(unpinned(server.uri("/m"))).digest()).isEqualTo(DIGEST);
      assertThat(retried).singleElement().asString().contains("broke off after");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "401, FORBIDDEN",
    "403, FORBIDDEN",
    "400, FORBIDDEN",
    "404, NOT_FOUND",
    "410, NOT_FOUND",
    "500, UNREACHABLE",
    "503, UNREACHABLE",
    "429, UNREACHABLE",
  })
  void eachStatusHasItsReason(int status, Reason reason) throws Exception {
    try (FlakyServer server =
        new FlakyServer(
            (x, n) -> {
              byte[] body = "<Error><Code>SomeCode</Code></Error>".getBytes(StandardCharsets.UTF_8);
              x.sendResponseHeaders(status, body.length);
              x.getResponseBody().write(body);
            })) {
      SourceException refusal = refusal(unpinned(server.uri("/m?key=hidden")));

      assertThat(refusal.reason()).isEqualTo(reason);
      assertThat(refusal)
          .hasMessageContaining("/m?… answered " + status + " SomeCode")
          .hasMessageNotContaining("hidden");
      assertThat(server.requests() > 1).isEqualTo(reason == Reason.UNREACHABLE);
    }
  }

  @Test
  void aModelAboveTheLimitIsRefusedBeforeAByteOfItIsRead() throws Exception {
    try (FlakyServer server = new FlakyServer((x, n) -> FlakyServer.serve(x, MODEL, TAG))) {
      ModelFetcher small =
          fetcher(new ModelFetcher.Limits(1000, Duration.ofSeconds(5), Duration.ofSeconds(5)));
      SourceException refusal = refusal(small, unpinned(server.uri("/m")));

      assertThat(refusal.reason()).isEqualTo(Reason.TOO_LARGE);
      assertThat(refusal).hasMessageContaining("SLIPWAY_MAX_MODEL_BYTES");
    }
  }

  @Test
  void aModelThatHidesItsLengthIsRefusedOnceItPassesTheLimit() throws Exception {
    try (FlakyServer server =
        new FlakyServer(
            (x, n) -> {
              x.sendResponseHeaders(200, 0); // chunked
              while (true) {
                x.getResponseBody().write(MODEL);
              }
            })) {
      SourceException refusal =
          refusal(fetcher(Duration.ofSeconds(20)), unpinned(server.uri("/m")));
      assertThat(refusal.reason()).isEqualTo(Reason.TOO_LARGE);
    }
  }

  @Test
  void aServerThatRedirectsForEverIsLeft() throws Exception {
    try (FlakyServer server =
        new FlakyServer(
            (x, n) -> {
              x.getResponseHeaders().set("Location", "/again" + n);
              x.sendResponseHeaders(302, -1);
            })) {
      SourceException refusal = refusal(unpinned(server.uri("/m")));
      assertThat(refusal.reason()).isEqualTo(Reason.NOT_FOUND);
      assertThat(refusal).hasMessageContaining("redirects more than 5 times");
      assertThat(server.requests()).isEqualTo(6);
    }
  }

  @Test
  void credentialsStayWithTheHostTheyAreFor() throws Exception {
    credential("token", "s3cr3t");
    try (FlakyServer other = new FlakyServer((x, n) -> FlakyServer.serve(x, MODEL, TAG));
        FlakyServer first =
            new FlakyServer(
                (x, n) -> {
                  boolean moved = x.getRequestURI().getPath().equals("/m");
                  x.getResponseHeaders().set("Location", moved ? "/n" : other.uri("/m").toString());
                  x.sendResponseHeaders(307, -1);
                })) {
      assertThat(fetch(unpinned(first.uri("/m"))).digest()).isEqualTo(DIGEST);

      assertThat(first.header(1, "Authorization")).isEqualTo("Bearer s3cr3t");
      assertThat(first.header(2, "Authorization")).isEqualTo("Bearer s3cr3t");
      assertThat(other.header(1, "Authorization")).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({"file:///etc/passwd", "ftp://h/x", "'http://[bad'", "''"})
  void aRedirectToSomethingElseThanTheWebIsNotFollowed(String location) throws Exception {
    try (FlakyServer server =
        new FlakyServer(
            (x, n) -> {
              x.getResponseHeaders().set("Location", location);
              x.sendResponseHeaders(302, -1);
            })) {
      assertThat(refusal(unpinned(server.uri("/m"))).reason())
          .isIn(Reason.FORBIDDEN, Reason.NOT_FOUND);
      assertThat(server.requests()).isOne();
    }
  }

  @Test
  void aUserAndPasswordAreSentAsBasicAuthentication() throws Exception {
    credential("username", "Aladdin");
    credential("password", "open sesame");
    try (FlakyServer server = new FlakyServer((x, n) -> FlakyServer.serve(x, MODEL, TAG))) {
      fetch(unpinned(server.uri("/m")));
      assertThat(server.header(1, "Authorization")).isEqualTo("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
    }
  }

  @Test
  void halfOfAUserAndPasswordIsAMistakeAndIsSaid() throws Exception {
    credential("username", "Aladdin");
    assertThat(refusal(unpinned(refusingPort())).reason()).isEqualTo(Reason.CONFIG_INVALID);
  }

  @Test
  void anAuthorityThatIsNoCertificateIsAMistakeAndIsSaid() throws Exception {
    credential("ca.crt", "not a certificate");
    assertThat(refusal(unpinned(refusingPort())))
        .hasMessageContaining("ca.crt")
        .extracting(SourceException::reason)
        .isEqualTo(Reason.CONFIG_INVALID);
  }

  @Test
  void whenTheSourceIsGoneAnotherPodGivesTheBytes() throws Exception {
    try (FlakyServer peer = new FlakyServer((x, n) -> FlakyServer.serve(x, MODEL, TAG))) {
      Fetched fetched =
          fetch(pinned(refusingPort().resolve("/m"), DIGEST, refusingPort(), peer.uri("")));

      assertThat(fetched.file()).hasBinaryContent(MODEL);
      assertThat(retried).isEmpty();
    }
  }

  @Test
  void whenTheSourceWasChangedAnotherPodGivesThePinnedBytes() throws Exception {
    try (FlakyServer source =
            new FlakyServer((x, n) -> FlakyServer.serve(x, new byte[] {1, 2, 3}, TAG));
        FlakyServer peer = new FlakyServer((x, n) -> FlakyServer.serve(x, MODEL, TAG))) {
      assertThat(fetch(pinned(source.uri("/m"), DIGEST, peer.uri(""))).file())
          .hasBinaryContent(MODEL);
    }
  }

  @Test
  void bytesOfAPeerAreVerifiedLikeAnyOther() throws Exception {
    try (FlakyServer source =
            new FlakyServer((x, n) -> FlakyServer.serve(x, new byte[] {1, 2, 3}, TAG));
        FlakyServer liar =
            new FlakyServer((x, n) -> FlakyServer.serve(x, new byte[] {4, 5}, TAG))) {
      SourceException refusal = refusal(pinned(source.uri("/m"), DIGEST, liar.uri("")));

      assertThat(refusal.reason()).isEqualTo(Reason.DIGEST_MISMATCH);
      assertThat(refusal)
          .hasMessageContaining(digestOf(new byte[] {1, 2, 3}).abbreviated())
          .hasMessageContaining(DIGEST.abbreviated());
      assertThat(folder.resolve("cache").resolve(DIGEST.hex())).doesNotExist();
    }
  }

  @Test
  void aLostSourceSaysHowItWasLost() throws Exception {
    try (FlakyServer source = new FlakyServer((x, n) -> x.sendResponseHeaders(404, -1))) {
      SourceException refusal = refusal(pinned(source.uri("/m"), DIGEST));

      assertThat(refusal.reason()).isEqualTo(Reason.LOST);
      assertThat(refusal).hasMessageContaining("answered 404").hasMessageContaining("no ready pod");
      assertThat(source.requests()).isOne();
    }
  }

  @Test
  void aSourceThatIsUnreachableIsTriedUntilTheTimeIsOver() throws Exception {
    SourceException refusal = refusal(pinned(refusingPort(), DIGEST));

    assertThat(refusal.reason()).isEqualTo(Reason.LOST);
    assertThat(refusal).hasMessageContaining("connection is refused");
    assertThat(retried).hasSizeGreaterThan(2);
  }

  @Test
  void aHostThatIsNotKnownIsNamedSo() throws Exception {
    assertThat(refusal(unpinned(URI.create("http://no-such-host.invalid/m"))))
        .hasMessageContaining("name cannot be resolved");
  }

  @Test
  void aModelInTheCacheNeedsNoSourceAndIsHashedAgain() throws Exception {
    try (FlakyServer server = new FlakyServer((x, n) -> FlakyServer.serve(x, MODEL, TAG))) {
      fetch(pinned(server.uri("/m"), DIGEST));
      Fetched again = fetch(pinned(server.uri("/m"), DIGEST));
      assertThat(server.requests()).isOne();

      Files.write(again.file(), new byte[] {0});
      assertThat(fetch(pinned(server.uri("/m"), DIGEST)).file()).hasBinaryContent(MODEL);
      assertThat(server.requests()).isEqualTo(2);
    }
  }

  @Test
  void aPodThatLeavesStopsFetching() throws Exception {
    Order order = unpinned(refusingPort());
    Thread.currentThread().interrupt();
    assertThat(
            catchThrowableOfType(
                InterruptedException.class, () -> fetcher(Duration.ofSeconds(20)).fetch(order)))
        .isNotNull();
  }
}
