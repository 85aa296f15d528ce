package io.slipway.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.slipway.client.Connection;
import io.slipway.client.Draft;
import io.slipway.client.LocalFile;
import io.slipway.client.Progress;
import io.slipway.client.RegistryClient;
import io.slipway.client.Version;
import io.slipway.onnx.OnnxEngine;
import io.slipway.scoring.Batch;
import io.slipway.scoring.Column;
import io.slipway.scoring.DataType;
import io.slipway.scoring.Engine;
import io.slipway.scoring.Engines;
import io.slipway.scoring.LoadOptions;
import io.slipway.scoring.Model;
import io.slipway.scoring.ModelFormat;
import io.slipway.scoring.ModelLoadException;
import io.slipway.scoring.Shape;
import io.slipway.testing.registry.LocalRegistry;
import io.slipway.testkit.TestModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** With the real registry and the real engine. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EmbeddedModelsIT {
  private static final Path MODEL =
      TestModels.committedFolder().resolve("onnx-zipmap-string/model.onnx");
  private static final Batch ROW =
      Batch.of(Column.of("x", DataType.FP32, Shape.of(1, 3), new float[] {0.1f, 0.7f, 0.2f}));
  private static final Duration OFTEN = Duration.ofMillis(50);

  private final Path folder;
  private final LocalRegistry registry;

  EmbeddedModelsIT(@TempDir Path folder) throws IOException {
    this.folder = folder;
    this.registry = LocalRegistry.in(folder);
  }

  @BeforeAll
  void publish() throws Exception {
    client().create("churn");
    push("churn", "one");
    push("churn", "two");
  }

  @AfterAll
  void close() throws IOException {
    registry.close();
  }

  @Test
  void aVersionIsOpenedByNumberByAliasAndByDigest(@TempDir Path cache) throws Exception {
    Version two = client().version("churn", "2");
    promote("churn", "stable", "2");
    Batch expected;
    try (Model alone = Engines.installed().load(MODEL, LoadOptions.cpu())) {
      expected = alone.score(ROW);
    }

    for (String reference : List.of("2", "@stable", two.digest())) {
      try (EmbeddedModel model = models(cache).open("churn", reference)) {
        Scored scored = model.score(ROW);

        assertThat(scored.by()).isEqualTo(new ScoringVersion("churn", 2, two.digest()));
        assertThat(scored.outputs()).hasToString(expected.toString());
        assertThat(model.signature().input("x")).isPresent();
      }
    }
    assertThat(pulled(cache)).containsExactly(two.digest().replace(':', '-'));
  }

  @Test
  void anAliasThatMovesUnderLoadCostsNoCall(@TempDir Path cache) throws Exception {
    promote("churn", "busy", "1");
    var moves = new LinkedBlockingQueue<ScoringVersion>();
    AtomicBoolean over = new AtomicBoolean();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try (EmbeddedModel model = models(cache).follow("churn", "busy", OFTEN, noting(moves))) {
      List<Future<Long>> callers = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        callers.add(
            threads.submit(
                () -> {
                  long calls = 0;
                  while (!over.get()) {
                    assertThat(model.score(ROW).outputs().size()).isPositive();
                    calls++;
                  }
                  return calls;
                }));
      }
      for (int i = 0; i < 6; i++) {
        int next = 2 - i % 2;
        promote("churn", "busy", Integer.toString(next));
        assertThat(moves.poll(30, TimeUnit.SECONDS))
            .isNotNull()
            .returns(next, ScoringVersion::number);
        assertThat(model.version().number()).isEqualTo(next);
      }
      over.set(true);
      for (Future<Long> caller : callers) {
        assertThat(caller.get()).isPositive();
      }
    } finally {
      over.set(true);
      threads.shutdown();
    }
  }

  @Test
  void aVersionThatDoesNotLoadTakesNothingAway(@TempDir Path cache) throws Exception {
    client().create("picky");
    push("picky", "good");
    push("picky", "refuse");
    push("picky", "better");
    promote("picky", "champion", "1");
    var failures = new LinkedBlockingQueue<String>();
    var moves = new LinkedBlockingQueue<ScoringVersion>();
    EmbeddedModels models =
        new EmbeddedModels(
            connection(registry), cache, new Engines(List.of(new Picky())), LoadOptions.cpu());
    FollowingListener listener =
        new FollowingListener() {
          @Override
          public void moved(ScoringVersion from, ScoringVersion to) {
            moves.add(to);
          }

          @Override
          public void failed(ScoringVersion scoring, ModelUnavailableException why) {
            failures.add(String.valueOf(why.getMessage()));
          }
        };
    try (EmbeddedModel model = models.follow("picky", "@champion", OFTEN, listener)) {
      promote("picky", "champion", "2");
      assertThat(failures.poll(30, TimeUnit.SECONDS)).isEqualTo("picky 2: refused by the test");
      assertThat(model.score(ROW).by().number()).isEqualTo(1);

      promote("picky", "champion", "3");
      assertThat(moves.poll(30, TimeUnit.SECONDS)).isNotNull().returns(3, ScoringVersion::number);
      assertThat(failures).as("told once, and not each time it is looked").isEmpty();
    }
  }

  @Test
  void whereNoRegistryAnswersANameMeansWhatItLastMeant(
      @TempDir Path data, @TempDir Path cache, @TempDir Path empty) throws Exception {
    Connection away;
    try (LocalRegistry brief = LocalRegistry.in(data)) {
      away = connection(brief);
      new RegistryClient(away).create("churn");
      push(new RegistryClient(away), "churn", "one");
      new RegistryClient(away).move("churn", "champion", "1", Optional.empty(), Optional.empty());
      new EmbeddedModels(away, cache).open("churn", "@champion").close();
    }

    try (EmbeddedModel model = new EmbeddedModels(away, cache).open("churn", "@champion")) {
      assertThat(model.score(ROW).by().number()).isEqualTo(1);
    }
    assertThatThrownBy(() -> new EmbeddedModels(away, empty).open("churn", "@champion"))
        .isInstanceOf(ModelUnavailableException.class)
        .hasMessageContaining("nobody answers there");

    change(cache);
    assertThatThrownBy(() -> new EmbeddedModels(away, cache).open("churn", "@champion"))
        .isInstanceOf(ModelUnavailableException.class);
  }

  @Test
  void aCachedFileThatChangedIsFetchedAgain(@TempDir Path cache) throws Exception {
    models(cache).open("churn", "1").close();
    change(cache);

    try (EmbeddedModel model = models(cache).open("churn", "1")) {
      assertThat(model.score(ROW).by().number()).isEqualTo(1);
    }
  }

  @Test
  void onlyTheLatestVersionsStayInTheCache(@TempDir Path cache) throws Exception {
    client().create("many");
    for (int i = 1; i <= 4; i++) {
      push("many", "run-" + i);
      models(cache).open("many", Integer.toString(i)).close();
    }

    assertThat(pulled(cache))
        .hasSize(3)
        .doesNotContain(client().version("many", "1").digest().replace(':', '-'));
  }

  @Test
  void whatIsNotThereIsNamed(@TempDir Path cache) {
    assertThatThrownBy(() -> models(cache).open("churn", "77"))
        .isInstanceOf(ModelUnavailableException.class)
        .hasMessageContaining("models/churn/versions/77");
    assertThatThrownBy(() -> models(cache).open("../churn", "1"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** Refuses what a note beside the model says to refuse. */
  private static final class Picky implements Engine {
    private final Engine engine = new OnnxEngine();

    @Override
    public String name() {
      return "picky";
    }

    @Override
    public Set<ModelFormat> formats() {
      return engine.formats();
    }

    @Override
    public Optional<ModelFormat> recognise(byte[] head) {
      return engine.recognise(head);
    }

    @Override
    public Model load(Path file, LoadOptions options) throws ModelLoadException {
      try {
        if (Files.readString(file.resolveSibling("notes.txt")).equals("refuse")) {
          throw new ModelLoadException(
              ModelLoadException.Reason.MODEL_UNSUPPORTED, "refused by the test");
        }
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
      return engine.load(file, options);
    }
  }

  private static FollowingListener noting(LinkedBlockingQueue<ScoringVersion> moves) {
    return new FollowingListener() {
      @Override
      public void moved(ScoringVersion from, ScoringVersion to) {
        moves.add(to);
      }
    };
  }

  /** Writes into a model of the cache. */
  private static void change(Path cache) throws IOException {
    try (Stream<Path> files = Files.walk(cache)) {
      for (Path file : files.filter(each -> each.endsWith("model.onnx")).toList()) {
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
      }
    }
  }

  private static List<String> pulled(Path cache) throws IOException {
    try (Stream<Path> files = Files.walk(cache, 2)) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .filter(name -> name.startsWith("sha256-"))
          .toList();
    }
  }

  private EmbeddedModels models(Path cache) {
    return new EmbeddedModels(connection(registry), cache);
  }

  private RegistryClient client() {
    return new RegistryClient(connection(registry));
  }

  private static Connection connection(LocalRegistry registry) {
    return Connection.to(registry.address()).withToken(LocalRegistry.TRAINER);
  }

  private void promote(String model, String alias, String version) throws Exception {
    client()
        .move(
            model,
            alias,
            version,
            client().alias(model, alias).map(io.slipway.client.Alias::digest),
            Optional.empty());
  }

  private void push(String model, String note) throws Exception {
    push(client(), model, note);
  }

  private void push(RegistryClient client, String model, String note) throws Exception {
    Path files = Files.createTempDirectory(folder, "pushed");
    Files.copy(MODEL, files.resolve("model.onnx"));
    Files.writeString(files.resolve("notes.txt"), note);
    Draft draft =
        new Draft(
            LocalFile.under(files, Progress.UNSEEN),
            Optional.of("model.onnx"),
            Optional.empty(),
            Optional.empty(),
            JsonNodeFactory.instance.objectNode(),
            JsonNodeFactory.instance.objectNode());
    Version version =
        client.publication(model, Progress.UNSEEN).publish(draft, Duration.ofSeconds(60)).version();
    assertThat(version.isReady()).as(version.reasons().toString()).isTrue();
  }
}
