package io.slipway.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.slipway.registry.model.Digest;
import io.slipway.registry.model.InvalidException;
import io.slipway.registry.service.Validator;
import io.slipway.registry.store.Database;
import io.slipway.registry.store.StoreException;
import io.slipway.registry.testing.RegistryClient;
import io.slipway.registry.testing.Reply;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What does not depend on the database. */
class RegistryServiceTest {
  @TempDir Path folder;

  private TestRegistry start(Map<String, String> settings) throws IOException {
    return TestRegistry.start(folder, settings, Clock.systemUTC());
  }

  @Test
  void everybodyMayReadWhereThatIsAllowedAndSharedCachesMayKeepWhatTheyGet() throws Exception {
    try (TestRegistry registry = start(Map.of("SLIPWAY_REGISTRY_ANONYMOUS_READ", "true"))) {
      RegistryClient admin = registry.client();
      admin.create("churn");
      admin.publish("churn", "<PMML/>");
      RegistryClient nobody = admin.as("");
      assertThat(nobody.get("/v1/models/churn/versions/1").status()).isEqualTo(200);
      Reply blob = nobody.get("/v1/blobs/" + Digest.of("<PMML/>".getBytes(UTF_8)));
      assertThat(blob.header("Cache-Control")).contains("public, max-age=31536000, immutable");
      assertThat(nobody.post("/v1/models", "{\"name\":\"x\"}").status()).isEqualTo(401);
      // A token that is wrong is not taken for none.
      assertThat(admin.as("slr_wrong").get("/v1/models").status()).isEqualTo(401);
    }
  }

  @Test
  void bytesThatWereTamperedWithAreGivenToNobodyAsWhole() throws Exception {
    try (TestRegistry registry = start(Map.of())) {
      RegistryClient client = registry.client();
      byte[] small = "small".getBytes(UTF_8);
      byte[] large = new byte[5_000_000];
      client.upload(small);
      client.upload(large);
      for (byte[] bytes : List.of(small, large)) {
        tamper(Digest.of(bytes));
        String path = "/v1/blobs/" + Digest.of(bytes);
        try {
          Reply reply = client.get(path);
          assertThat(reply.status()).isEqualTo(500);
          assertThat(reply.json().get("reason").textValue()).isEqualTo("Tampered");
        } catch (IOException brokenOff) {
          assertThat(bytes).isSameAs(large);
        }
      }
    }
  }

  @Test
  void aScrubFindsWhatWasTamperedWithAndWhatIsMissingAndMakesRoomForTheRightBytes()
      throws Exception {
    try (TestRegistry registry = start(Map.of())) {
      RegistryClient client = registry.client();
      client.create("churn");
      client.publish("churn", "<PMML>good</PMML>");
      client.publish("churn", "<PMML>tampered</PMML>");
      byte[] right = "<PMML>tampered</PMML>".getBytes(UTF_8);
      JsonNode clean = client.post("/v1/storage:scrub", "").json();
      assertThat(clean.get("good").intValue()).isEqualTo(2);
      assertThat(clean.get("findings")).isEmpty();
      tamper(Digest.of(right));
      JsonNode found = client.post("/v1/storage:scrub", "").json().get("findings");
      assertThat(found).hasSize(1);
      assertThat(found.get(0).get("finding").textValue()).isEqualTo("tampered");
      assertThat(found.get(0).get("digest").textValue()).isEqualTo(Digest.of(right).toString());
      client.post("/v1/storage:scrub?tampered=discard", "");
      JsonNode missing = client.post("/v1/storage:scrub", "").json().get("findings");
      assertThat(missing.get(0).get("finding").textValue()).isEqualTo("missing");
      assertThat(client.upload(right).status()).isEqualTo(201);
      assertThat(client.post("/v1/storage:scrub", "").json().get("findings")).isEmpty();
      assertThat(client.get("/v1/models/churn/versions/2/files/model.pmml").bytes())
          .isEqualTo(right);
    }
  }

  private void tamper(Digest digest) throws IOException {
    Path file = blob(digest);
    byte[] bytes = Files.readAllBytes(file);
    bytes[0] ^= 1;
    Files.delete(file);
    Files.write(file, bytes);
  }

  private Path blob(Digest digest) throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("data/blobs"))) {
      return files
          .filter(path -> path.getFileName().toString().equals(digest.hex()))
          .findFirst()
          .orElseThrow();
    }
  }

  @Test
  void bytesThatWereTamperedWithBeforeTheValidationAreToBeSentAgain() throws Exception {
    try (TestRegistry registry = start(Map.of())) {
      RegistryClient client = registry.client();
      client.create("churn");
      byte[] bytes = "<PMML/>".getBytes(UTF_8);
      client.upload(bytes);
      client.post(
          "/v1/models/churn/versions",
          RegistryClient.manifest(Map.of("model.pmml", bytes)).toString());
      tamper(Digest.of(bytes));
      client.post("/v1/models/churn/versions/1:finalize", "");
      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(
              () ->
                  assertThat(
                          client
                              .post("/v1/models/churn/versions/1:finalize", "")
                              .json()
                              .path("missing"))
                      .hasSize(1));
      client.upload(bytes);
      Reply ready = client.post("/v1/models/churn/versions/1:finalize?wait=30s", "");
      assertThat(ready.json().get("state").textValue()).isEqualTo("READY");
    }
  }

  @Test
  void bytesThatAreGoneBeforeTheValidationAreToBeSentAgain() throws Exception {
    CountDownLatch looking = new CountDownLatch(1);
    CountDownLatch gone = new CountDownLatch(1);
    Validator slow =
        (manifest, files) -> {
          looking.countDown();
          gone.await();
          return new DeclaredFormat().validate(manifest, files);
        };
    try (TestRegistry registry = TestRegistry.start(folder, Map.of(), Clock.systemUTC(), slow)) {
      RegistryClient client = registry.client();
      client.create("churn");
      byte[] first = "<PMML>1</PMML>".getBytes(UTF_8);
      byte[] second = "<PMML>2</PMML>".getBytes(UTF_8);
      for (byte[] bytes : List.of(first, second)) {
        client.upload(bytes);
        client.post(
            "/v1/models/churn/versions",
            RegistryClient.manifest(Map.of("model.pmml", bytes)).toString());
      }
      client.post("/v1/models/churn/versions/1:finalize", "");
      looking.await();
      client.post("/v1/models/churn/versions/2:finalize", "");
      Files.delete(blob(Digest.of(second)));
      gone.countDown();
      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(
              () ->
                  assertThat(
                          client.get("/v1/models/churn/versions/2").json().get("state").textValue())
                      .isEqualTo("PENDING"));
      assertThat(client.get("/v1/models/churn/versions/1").json().get("state").textValue())
          .isEqualTo("READY");
    }
  }

  @Test
  void anUploadWhoseSenderGoesIsKeptAndGoneOnWith() throws Exception {
    try (TestRegistry registry = start(Map.of())) {
      RegistryClient client = registry.client();
      byte[] bytes = new byte[3_000_000];
      Arrays.fill(bytes, (byte) 7);
      String path = "/v1/blobs/" + Digest.of(bytes);
      try (Socket socket =
          new Socket(InetAddress.getLoopbackAddress(), registry.registry().port())) {
        socket
            .getOutputStream()
            .write(
                "PUT %s HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\nContent-Length: %d\r\n\r\n"
                    .formatted(path, TestRegistry.ADMIN, bytes.length)
                    .getBytes(UTF_8));
        socket.getOutputStream().write(bytes, 0, 2_000_000);
        socket.getOutputStream().flush();
      }
      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(
              () ->
                  assertThat(client.get(path + "/upload").json().get("received").intValue())
                      .isEqualTo(2_000_000));
      // For a moment the one who has gone is still taken for somebody who uploads.
      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(
              () ->
                  assertThat(
                          client.send(
                              "PUT",
                              path,
                              Arrays.copyOfRange(bytes, 2_000_000, bytes.length),
                              "Content-Range",
                              "bytes 2000000-2999999/3000000"))
                      .extracting(Reply::status)
                      .isEqualTo(201));
    }
  }

  @Test
  void aDatabaseOfANewerRegistryIsNotTouched() throws Exception {
    try (TestRegistry registry = start(Map.of())) {
      registry.client().create("churn");
    }
    Path file = folder.resolve("data/registry.db");
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(
          "INSERT INTO flyway_schema_history (installed_rank, version, description, type, script,"
              + " checksum, installed_by, execution_time, success)"
              + " VALUES (99, '99', 'of tomorrow', 'SQL', 'V99__of_tomorrow.sql', 1, '', 1, 1)");
    }
    assertThatThrownBy(() -> start(Map.of()))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("newer registry");
  }

  @Test
  void aFileOfTokensIsReadAnewAndASlipInItLocksNobodyOut() throws Exception {
    try (TestRegistry registry = start(Map.of())) {
      RegistryClient client = registry.client();
      String token = "a-new-token-of-at-least-32-characters";
      Path tokens = folder.resolve("tokens");
      String before = Files.readString(tokens);
      assertThat(client.as(token).get("/v1/models").status()).isEqualTo(401);
      String hash = Digest.of(token.getBytes(UTF_8)).toString();
      Files.writeString(tokens, before + "late read " + hash + "\n");
      assertThat(client.as(token).get("/v1/models").status()).isEqualTo(200);
      Files.writeString(tokens, "a line that is none\n");
      assertThat(client.as(token).get("/v1/models").status()).isEqualTo(200);
      Files.writeString(tokens, before);
      assertThat(client.as(token).get("/v1/models").status()).isEqualTo(401);
    }
  }

  @Test
  void theFirstTokenComesFromTheCommandLine() throws Exception {
    Map<String, String> settings =
        Map.of("SLIPWAY_REGISTRY_DATA_DIR", folder.resolve("data").toString());
    RegistryConfig config = RegistryConfig.read(settings);
    String token = console(config, "token", "make", "root2", "admin").strip();
    assertThat(token).startsWith("slr_").hasSizeGreaterThan(40);
    assertThat(console(config, "token", "list")).contains("root2").doesNotContain(token);
    try (TestRegistry registry = start(Map.of())) {
      RegistryClient client = registry.client().as(token);
      assertThat(client.get("/v1/tokens").status()).isEqualTo(200);
      // While it runs, too.
      console(config, "token", "revoke", "root2");
      assertThat(client.get("/v1/tokens").status()).isEqualTo(401);
    }
    assertThatThrownBy(() -> console(config, "token", "burn")).hasMessageContaining("token make");
  }

  private static String console(RegistryConfig config, String... arguments) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (Database database = Database.open(config.database())) {
      new Console(database, Clock.systemUTC(), new PrintStream(out, true, UTF_8))
          .run(List.of(arguments));
    }
    return out.toString(UTF_8);
  }

  @Test
  void filesLargerThanTheLimitAreRefusedBeforeTheyAreSent() throws Exception {
    try (TestRegistry registry = start(Map.of("SLIPWAY_REGISTRY_MAX_BLOB_BYTES", "10"))) {
      Reply refused = registry.client().upload(new byte[11]);
      assertThat(refused.status()).isEqualTo(413);
      assertThat(refused.json().get("largest").intValue()).isEqualTo(10);
      assertThat(registry.client().upload(new byte[10]).status()).isEqualTo(201);
    }
  }

  @Test
  void aFolderThatCannotBeWrittenIsSaidBeforeAnythingElseIsTried() throws Exception {
    Path file = Files.writeString(folder.resolve("a-file"), "no folder");
    RegistryConfig config =
        RegistryConfig.read(Map.of("SLIPWAY_REGISTRY_DATA_DIR", file.resolve("in-it").toString()));
    assertThatThrownBy(() -> Registry.open(config))
        .isInstanceOf(InvalidException.class)
        .hasMessageContainingAll(
            "SLIPWAY_REGISTRY_DATA_DIR: user " + System.getProperty("user.name"),
            "cannot write into " + file.resolve("in-it"),
            "fsGroup");
  }

  @Test
  void settingsThatMakeNoSenseAreSaidByName() {
    for (Map.Entry<String, String> setting :
        Map.of(
                "SLIPWAY_REGISTRY_PORT", "http",
                "SLIPWAY_REGISTRY_BLOBS", "gs://bucket",
                "SLIPWAY_REGISTRY_DATABASE_URL", "postgresql://user:secret@host/db",
                "SLIPWAY_REGISTRY_CLEANING_GRACE", "a week",
                "SLIPWAY_REGISTRY_ANONYMOUS_READ", "yes",
                "SLIPWAY_REGISTRY_TLS_KEY", "/key")
            .entrySet()) {
      assertThatThrownBy(() -> RegistryConfig.read(Map.of(setting.getKey(), setting.getValue())))
          .hasMessageContaining(setting.getKey());
    }
  }
}
