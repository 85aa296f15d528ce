package io.slipway.server.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import io.slipway.server.source.ModelFetcher.Fetched;
import io.slipway.server.source.SourceException.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a pod does with the answers of a registry of OCI artifacts, good and bad. */
@Timeout(30)
class OciSourceTest {
  private static final String USER = basic("reader", "secret");

  @TempDir Path folder;
  private final Map<String, String> answers = new HashMap<>();
  private FlakyServer server;
  private boolean guarded;

  @BeforeEach
  void start() throws IOException {
    server = new FlakyServer((exchange, n) -> answer(exchange));
    secret("OCI_PLAIN_HTTP", "true");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void aTagIsItsOnlyPortableFileAndIsCalledByTheManifestsDigestFromThenOn() throws Exception {
    String manifest = manifest(layer("README.md", "read me"), layer("churn.onnx", "the model"));
    push("7", manifest);

    Fetched fetched = fetch("churn:7");

    assertThat(fetched.file()).hasContent("the model");
    assertThat(fetched.digest()).hasToString(sha256("the model"));
    assertThat(fetched.settled().map(ModelUri::display))
        .contains("oci://" + host() + "/churn@" + sha256(manifest));
    push("7", manifest(layer("churn.onnx", "another")));
    assertThat(fetch("churn@" + sha256(manifest)).file()).hasContent("the model");
  }

  @Test
  void aRegistryThatAsksForATokenIsShownOneThatTheUserAndPasswordGet() throws Exception {
    guarded = true;
    push("7", manifest(layer("churn.pmml", "the model")));
    assertThat(refusal("churn:7").reason()).isEqualTo(Reason.FORBIDDEN);

    secret("username", "reader");
    secret("password", "guessed");
    assertThat(refusal("churn:7"))
        .hasMessageContaining("which gives out the tokens of " + host())
        .hasMessageContaining("answered 401")
        .hasMessageNotContaining("guessed");

    secret("password", "secret");
    assertThat(fetch("churn:7").file()).hasContent("the model");
  }

  @Test
  void theFileThatDockerLoginWritesIsEnough() throws Exception {
    guarded = true;
    push("7", manifest(layer("churn.pmml", "the model")));
    String auth = USER.substring("Basic ".length());
    secret(
        ".dockerconfigjson",
        "{\"auths\": {\"other.example.org\": {\"auth\": \"eDp5\"}, \"%s\": {\"auth\": \"%s\"}}}"
            .formatted(host(), auth));

    assertThat(fetch("churn:7").file()).hasContent("the model");
  }

  @Test
  void anEntryOfTheRepositorysOwnCountsBeforeOneOfItsHost() throws Exception {
    guarded = true;
    push("7", manifest(layer("churn.pmml", "the model")));
    secret(
        ".dockerconfigjson",
        "{\"auths\": {\"%1$s\": {\"auth\": \"eDp5\"}, \"%1$s/churn\": {\"username\": \"reader\", \"password\": \"secret\", \"auth\": \"\"}, \"%1$s/chur\": {\"auth\": \"eDp5\"}}}"
            .formatted(host()));
    assertThat(fetch("churn:7").file()).hasContent("the model");

    secret(
        ".dockerconfigjson",
        "{\"auths\": {\"%s\": {\"auth\": \"MDAwOg==\", \"identitytoken\": \"x\"}}}"
            .formatted(host()));
    assertThat(refusal("churn:7"))
        .hasMessageContaining("identity tokens are not supported")
        .extracting(SourceException::reason)
        .isEqualTo(Reason.CONFIG_INVALID);
  }

  @Test
  void aFileThatWasPushedWithoutATypeOfItsOwnIsNoArchive() throws Exception {
    String layer =
        layer("churn.onnx", "the model")
            .replace("application/octet-stream", "application/vnd.oci.image.layer.v1.tar");
    push("7", manifest(layer));

    assertThat(fetch("churn:7").file()).hasContent("the model");
  }

  @Test
  void bytesThatAreNotWhatTheManifestCallsThemAreRefused() {
    push("7", manifest(layer("churn.onnx", "the model")));
    answers.put("/v2/churn/blobs/" + sha256("the model"), "tampered");

    SourceException refusal = refusal("churn:7");

    assertThat(refusal.reason()).isEqualTo(Reason.DIGEST_MISMATCH);
    assertThat(refusal).hasMessageContaining("it was changed on the way, or where it is kept");
  }

  @Test
  void aManifestOfAnotherDigestThanTheOneAskedForIsRefused() {
    String digest = sha256("what was pushed");
    answers.put("/v2/churn/manifests/" + digest, manifest(layer("churn.onnx", "the model")));

    assertThat(refusal("churn@" + digest))
        .hasMessageContaining("was answered with a manifest of another digest");
  }

  @Test
  void whatHoldsNoSingleModelIsSaidWithWhatItHolds() {
    push("two", manifest(layer("a.onnx", "a"), layer("b.pmml", "b")));
    assertThat(refusal("churn:two")).hasMessageContaining("has the files a.onnx, b.pmml: push");

    push("none", manifest());
    assertThat(refusal("churn:none")).hasMessageContaining("has no files");

    push("packed", manifest(layer("model.onnx", "x").replace("octet-stream", "x-tar+gzip")));
    assertThat(refusal("churn:packed")).hasMessageContaining("has its model in an archive");

    assertThat(refusal("churn:absent"))
        .hasMessageContaining("answered 404: check the repository and the tag")
        .extracting(SourceException::reason)
        .isEqualTo(Reason.NOT_FOUND);
  }

  @Test
  void anIndexLeadsToItsOnlyManifest() throws Exception {
    String manifest = manifest(layer("churn.onnx", "the model"));
    push("7", manifest);
    String entry = "{\"digest\": \"%s\"}".formatted(sha256(manifest));
    answers.put("/v2/churn/manifests/one", "{\"manifests\": [%s]}".formatted(entry));
    answers.put("/v2/churn/manifests/two", "{\"manifests\": [%s, %s]}".formatted(entry, entry));

    assertThat(fetch("churn:one").file()).hasContent("the model");
    assertThat(refusal("churn:two")).hasMessageContaining("is an index of 2 manifests");
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String shown = exchange.getRequestHeaders().getFirst("Authorization");
    if (path.equals("/token")) {
      assertThat(exchange.getRequestURI().getQuery())
          .contains("service=the registry", "scope=repository:churn:pull");
      reply(exchange, USER.equals(shown) ? 200 : 401, "{\"token\": \"let-me-in\"}");
    } else if (guarded && !"Bearer let-me-in".equals(shown)) {
      exchange
          .getResponseHeaders()
          .put(
              "WWW-Authenticate",
              List.of(
                  "Negotiate",
                  "Bearer Realm=\"%s\", service=\"the registry\", Basic realm=\"other\""
                      .formatted(server.uri("/token"))));
      reply(exchange, 401, "{}");
    } else {
      String body = answers.get(path);
      reply(exchange, body == null ? 404 : 200, body == null ? "{}" : body);
    }
  }

  private static void reply(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private void push(String tag, String manifest) {
    answers.put("/v2/churn/manifests/" + tag, manifest);
    answers.put("/v2/churn/manifests/" + sha256(manifest), manifest);
  }

  private static String manifest(String... layers) {
    return "{\"schemaVersion\": 2, \"layers\": [%s]}".formatted(String.join(", ", layers));
  }

  /** A file of an artifact, pushed. */
  private String layer(String title, String content) {
    answers.put("/v2/churn/blobs/" + sha256(content), content);
    return """
    {"mediaType": "application/octet-stream", "digest": "%s", "size": %d,
     "annotations": {"org.opencontainers.image.title": "%s"}}\
    """
        .formatted(sha256(content), content.length(), title);
  }

  private static String basic(String user, String password) {
    String pair = user + ":" + password;
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  private static String sha256(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return "sha256:" + HexFormat.of().formatHex(hash);
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private String host() {
    return server.uri("").getAuthority();
  }

  private void secret(String key, String value) throws IOException {
    Files.writeString(Files.createDirectories(folder.resolve("credentials")).resolve(key), value);
  }

  private Fetched fetch(String artifact) throws Exception {
    return new ModelFetcher(
            folder.resolve("none"),
            new Credentials(folder.resolve("credentials"), Map.of()),
            new ModelCache(folder.resolve("cache")),
            new ModelFetcher.Limits(1000, Duration.ofMillis(500), Duration.ofSeconds(5)),
            new Backoff(Duration.ofMillis(5), Duration.ofMillis(20), new Random(1)),
            e -> {})
        .fetch(
            new ModelFetcher.Order(
                ModelUri.parse("oci://" + host() + "/" + artifact),
                Optional.empty(),
                Optional.empty()));
  }

  private SourceException refusal(String artifact) {
    return catchThrowableOfType(SourceException.class, () -> fetch(artifact));
  }
}
