package io.slipway.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.slipway.client.BadWire.Mishap.Kind;
import io.slipway.client.Publication.Published;
import io.slipway.testing.registry.LocalRegistry;
import io.slipway.testkit.TestModels;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Against the real registry, over wires good and bad. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RegistryClientIT {
  private static final Path MODEL =
      TestModels.committedFolder().resolve("onnx-zipmap-string/model.onnx");
  private static final Duration LONG = Duration.ofSeconds(60);

  /** Larger than what the system keeps of a connection that breaks. */
  private static final int LARGE = 24 << 20;

  private static final Patience QUICK = new Patience(4, Duration.ofMillis(20));

  private final Path folder;
  private final LocalRegistry registry;

  RegistryClientIT(@TempDir Path folder) throws IOException {
    this.folder = folder;
    this.registry = LocalRegistry.in(folder);
  }

  @BeforeAll
  void publishOne() throws Exception {
    client().create("churn");
    publish("churn", folder("one"), "1");
  }

  @AfterAll
  void close() throws IOException {
    registry.close();
  }

  @Test
  void whatIsPushedIsPulledAndVerified(@TempDir Path target) throws Exception {
    Version version = client().version("churn", "1");

    List<Path> files = client().pull(version, target, Progress.UNSEEN);

    assertThat(version.isReady()).isTrue();
    assertThat(version.format()).contains("ONNX");
    assertThat(files).hasSize(2);
    assertThat(target.resolve("model.onnx")).hasSameBinaryContentAs(MODEL);
    assertThat(listed(target)).containsExactlyInAnyOrder("model.onnx", "notes.txt");
  }

  @Test
  void theSameFilesAreTheSameVersionAndAreNotSentAgain() throws Exception {
    try (BadWire wire = new BadWire(registry.address())) {
      Published again = publish(client(wire, QUICK), "churn", folder.resolve("one"), "1");

      assertThat(again.news()).isEqualTo(Published.News.KNOWN);
      assertThat(again.version().number()).isEqualTo(1);
      assertThat(wire.sent()).isLessThan(LARGE / 100);
    }
  }

  @Test
  void anUploadThatBreaksTwiceGoesOnWhereItWas(@TempDir Path other) throws Exception {
    Path large = large(other, 1);
    client().create("broken-upload");
    try (BadWire wire = new BadWire(registry.address())) {
      wire.there(Kind.CUT, LARGE / 2).there(Kind.CUT, LARGE / 4);

      Published published = publish(client(wire, QUICK), "broken-upload", large, "1");

      assertThat(published.version().state()).isEqualTo("READY");
      assertThat(wire.everythingHappened()).isTrue();
      // Far less than the two parts that were sent before the breaks would make it.
      assertThat(wire.sent()).isLessThan(LARGE + LARGE / 2);
    }
  }

  @Test
  void anUploadThatNeverGetsThroughIsGivenUp(@TempDir Path other) throws Exception {
    LocalFile notes = LocalFile.under(large(other, 2).resolve("notes.txt"), Progress.UNSEEN).get(0);
    try (BadWire wire = new BadWire(registry.address())) {
      for (int i = 0; i < 20; i++) {
        // In the head of a request already: not a byte of the file gets through.
        wire.there(Kind.CUT, 0);
      }
      Http http = new Http(Connection.to(wire.address()).withToken(LocalRegistry.TRAINER));

      assertThatThrownBy(() -> new Upload(http, QUICK, Progress.UNSEEN).send(notes))
          .asInstanceOf(type(RegistryException.class))
          .returns(RegistryException.Kind.UNREACHABLE, RegistryException::kind);
    }
  }

  @Test
  void aDownloadThatBreaksGoesOnWhereItWas(@TempDir Path other, @TempDir Path target)
      throws Exception {
    client().create("broken-download");
    Version version = publish("broken-download", large(other, 3), "1").version();
    try (BadWire wire = new BadWire(registry.address())) {
      wire.back(Kind.CUT, LARGE / 2).back(Kind.CUT, LARGE / 4);

      client(wire, QUICK).pull(version, target, Progress.UNSEEN);

      assertThat(target.resolve("notes.txt")).hasSameBinaryContentAs(other.resolve("notes.txt"));
      assertThat(wire.everythingHappened()).isTrue();
      assertThat(wire.received()).isLessThan(LARGE + LARGE / 2);
    }
  }

  @Test
  void bytesThatChangedOnTheWayAreNotKept(@TempDir Path other, @TempDir Path target)
      throws Exception {
    client().create("flipped");
    Version version = publish("flipped", large(other, 4), "1").version();
    try (BadWire wire = new BadWire(registry.address())) {
      wire.back(Kind.FLIP, LARGE / 2);

      assertThatThrownBy(() -> client(wire, QUICK).pull(version, target, Progress.UNSEEN))
          .asInstanceOf(type(RegistryException.class))
          .returns(RegistryException.Kind.CORRUPT, RegistryException::kind);
      assertThat(wire.everythingHappened()).isTrue();
      assertThat(listed(target)).containsExactly("model.onnx");
    }
  }

  @Test
  void aFileThatIsThereIsNotOverwritten(@TempDir Path target) throws Exception {
    Path own = Files.writeString(target.resolve("model.onnx"), "mine");
    Version version = client().version("churn", "1");

    assertThatThrownBy(() -> client().pull(version, target, Progress.UNSEEN))
        .hasMessageContaining("there is another file already");
    assertThat(own).hasContent("mine");
  }

  @Test
  void aPullThatIsRepeatedFetchesNothing(@TempDir Path target) throws Exception {
    client().create("repeated");
    Path files = folder("repeated");
    Version version = publish("repeated", files, "1").version();
    client().pull(version, target, Progress.UNSEEN);
    try (BadWire wire = new BadWire(registry.address())) {
      client(wire, QUICK).pull(version, target, Progress.UNSEEN);

      assertThat(wire.received()).isLessThan(Files.size(files.resolve("notes.txt")));
    }
  }

  @Test
  void whatWasPulledIsVerifiedWithoutARegistry(@TempDir Path target) throws Exception {
    Version version = Version.read(client().version("churn", "1").document());
    List<Path> files = client().pull(version, target, Progress.UNSEEN);

    assertThat(RegistryClient.verify(version, target)).isEqualTo(files);

    Files.writeString(target.resolve("notes.txt"), "one\n".repeat(999) + "onE\n");
    assertThatThrownBy(() -> RegistryClient.verify(version, target))
        .asInstanceOf(type(RegistryException.class))
        .returns(RegistryException.Kind.CORRUPT, RegistryException::kind);
    Files.delete(target.resolve("notes.txt"));
    assertThatThrownBy(() -> RegistryClient.verify(version, target))
        .asInstanceOf(type(RegistryException.class))
        .returns(RegistryException.Kind.CORRUPT, RegistryException::kind);
  }

  @Test
  void anAliasIsMovedByThoseWhoKnowWhereItIs() throws Exception {
    client().create("aliased");
    Version one = publish("aliased", folder("aliased"), "1").version();
    Version two = publish("aliased", folder.resolve("aliased"), "2").version();
    client().move("aliased", "champion", "1", Optional.empty(), Optional.of("the first"));
    Instant between = Instant.now();

    client().move("aliased", "champion", "2", Optional.of(one.digest()), Optional.empty());

    assertThat(client().alias("aliased", "champion").orElseThrow().digest())
        .isEqualTo(two.digest());
    assertThatThrownBy(
            () ->
                client()
                    .move("aliased", "champion", "1", Optional.of(one.digest()), Optional.empty()))
        .asInstanceOf(type(RegistryException.class))
        .returns(RegistryException.Kind.MOVED, RegistryException::kind);
    assertThat(client().version("aliased", "@champion").number()).isEqualTo(2);
    assertThat(client().alias("aliased", "challenger")).isEmpty();
    assertThat(client().historyAt("aliased", between).at("/aliases/0/version").intValue())
        .isEqualTo(1);
    assertThat(client().history("aliased", Optional.empty(), Optional.empty(), 10).path("events"))
        .hasSize(2);
  }

  @Test
  void manyVersionsAreListedOverSeveralPages() throws Exception {
    client().create("many");
    List<LocalFile> files = LocalFile.under(MODEL, Progress.UNSEEN);
    for (int i = 0; i < 120; i++) {
      client()
          .write(
              "POST",
              "/v1/models/many/versions",
              Map.of(),
              Draft.of(files).manifest().set("metadata", RegistryClient.object().put("n", "" + i)));
    }

    assertThat(client().versions("many", Optional.empty(), 500))
        .hasSize(120)
        .extracting(Version::number)
        .startsWith(120, 119)
        .endsWith(2, 1);
    assertThat(client().versions("many", Optional.of("READY"), 500)).isEmpty();
    assertThat(client().versions("many", Optional.empty(), 7)).hasSize(7);
  }

  @Test
  void whatTheRegistryRefusesIsSaidInItsWords() {
    assertThatThrownBy(() -> client().version("churn", "77"))
        .asInstanceOf(type(RegistryException.class))
        .returns(RegistryException.Kind.NOT_FOUND, RegistryException::kind)
        .returns("models/churn/versions/77", RegistryException::object);
    assertThatThrownBy(
            () ->
                new RegistryClient(
                        Connection.to(registry.address()).withToken(LocalRegistry.READER), QUICK)
                    .create("not-mine"))
        .asInstanceOf(type(RegistryException.class))
        .returns(RegistryException.Kind.FORBIDDEN, RegistryException::kind);
    assertThatThrownBy(
            () -> new RegistryClient(Connection.to(registry.address()), QUICK).create("not-mine"))
        .asInstanceOf(type(RegistryException.class))
        .returns(RegistryException.Kind.UNAUTHENTICATED, RegistryException::kind);
  }

  @Test
  void whereNobodyAnswersTheAddressIsNamed() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    RegistryClient nobody =
        new RegistryClient(Connection.to("http://127.0.0.1:" + port + "/"), QUICK);

    assertThatThrownBy(() -> nobody.version("churn", "1"))
        .hasMessage(
            "the registry http://127.0.0.1:%d: nobody answers there; see whether the address is right and the registry runs"
                .formatted(port));
  }

  @Test
  void filesThatLeadOutOfTheFolderAreRefused() {
    for (String path : List.of("../x", "/etc/x", "a/../../x", "a\\x", "", "a//b", "./x")) {
      assertThatThrownBy(() -> Paths.within(folder, path))
          .as(path)
          .hasMessageContaining("leads out of the folder");
    }
  }

  @Test
  void aTokenIsNeverPartOfAText() {
    Connection connection = Connection.to("https://registry:8443/").withToken("secret-of-mine");

    assertThat(connection).hasToString("https://registry:8443");
    assertThatThrownBy(() -> connection.withToken("secret\nof mine"))
        .hasMessageNotContaining("secret");
    assertThatThrownBy(() -> Connection.to("registry:8443")).hasMessageContaining("https://");
  }

  private RegistryClient client() {
    return new RegistryClient(
        Connection.to(registry.address()).withToken(LocalRegistry.TRAINER), QUICK);
  }

  private static RegistryClient client(BadWire wire, Patience patience) {
    return new RegistryClient(
        Connection.to(wire.address()).withToken(LocalRegistry.TRAINER), patience);
  }

  private Published publish(String model, Path files, String run)
      throws IOException, RegistryException, InterruptedException {
    return publish(client(), model, files, run);
  }

  private static Published publish(RegistryClient client, String model, Path files, String run)
      throws IOException, RegistryException, InterruptedException {
    Draft draft =
        new Draft(
            LocalFile.under(files, Progress.UNSEEN),
            Optional.of("model.onnx"),
            Optional.empty(),
            Optional.empty(),
            RegistryClient.object().put("trainingRun", run),
            RegistryClient.object());
    return client.publication(model, Progress.UNSEEN).publish(draft, LONG);
  }

  /** A model with a note of a few thousand bytes. */
  private Path folder(String name) throws IOException {
    Path files = Files.createDirectory(folder.resolve(name));
    Files.copy(MODEL, files.resolve("model.onnx"));
    Files.writeString(files.resolve("notes.txt"), (name + "\n").repeat(1000));
    return files;
  }

  /** A model with a note that takes a while to send. */
  private static Path large(Path files, int seed) throws IOException {
    Files.copy(MODEL, files.resolve("model.onnx"));
    byte[] text = new byte[LARGE];
    new Random(seed).nextBytes(text);
    for (int i = 0; i < text.length; i++) {
      text[i] = (byte) ('a' + (text[i] & 15));
    }
    Files.writeString(files.resolve("notes.txt"), new String(text, StandardCharsets.US_ASCII));
    return files;
  }

  private static List<String> listed(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> String.valueOf(file.getFileName())).toList();
    }
  }
}
