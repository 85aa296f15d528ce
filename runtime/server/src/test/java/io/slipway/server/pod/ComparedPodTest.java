package io.slipway.server.pod;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.slipway.scoring.Engine;
import io.slipway.scoring.Engines;
import io.slipway.scoring.LoadOptions;
import io.slipway.scoring.Model;
import io.slipway.scoring.ModelFormat;
import io.slipway.scoring.ModelLoadException;
import io.slipway.server.traffic.TestOperator;
import io.slipway.tabular.TabularEngine;
import io.slipway.testkit.TestModels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A pod of a model that another pod has compared already. */
@Timeout(60)
class ComparedPodTest {
  private static final Path MODEL =
      TestModels.committed("spark-dtree-penguins").pmml().orElseThrow();

  private final TestOperator operator = new TestOperator();
  private final AtomicInteger comparisons = new AtomicInteger();
  @TempDir Path folder;
  private String digest = "";

  @BeforeEach
  void hashModel() throws Exception {
    digest = PodFolder.digestOf(Files.readAllBytes(MODEL));
  }

  /** Reads as the tabular engine does, since it is one, and counts how often. */
  private record Reference(TabularEngine engine, AtomicInteger loads) implements Engine {
    @Override
    public String name() {
      return engine.name();
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
      loads.incrementAndGet();
      return engine.load(file, options);
    }
  }

  private String compared(String model, String build) {
    return """
        {"models": {"%s": [{"build": "%s", "engine": "tabular", "version": "1", "rows": 480}]}}
        """
        .formatted(model, build);
  }

  /** What a pod of the build {@code one} says of its engine. */
  private JsonNode start(String compared) throws Exception {
    return start(mounts(compared));
  }

  private PodFolder mounts(String compared) throws Exception {
    return new PodFolder(folder)
        .revision("blue", Files.readAllBytes(MODEL))
        .traffic(operator, operator.document(1, 1, "", 0))
        .compared(compared)
        .build("one");
  }

  private Engines engines() {
    return new Engines(
        List.of(new TabularEngine(), new Reference(new TabularEngine(), comparisons)));
  }

  private JsonNode start(PodFolder mounts) throws Exception {
    try (RunningPod pod =
        RunningPod.start(mounts, new RunningPod.Network(), engines()).awaitPrepared()) {
      return pod.status().path("engine");
    }
  }

  @Test
  void itReadsTheModelAndComparesNothing() throws Exception {
    JsonNode engine = start(compared(digest, "one"));

    assertThat(comparisons).hasValue(0);
    assertThat(engine.at("/heldTo/build").textValue()).isEqualTo("one");
    assertThat(engine.at("/heldTo/rows").intValue()).isEqualTo(480);
    assertThat(engine.at("/compiledForm/state").textValue()).isEqualTo("WRITTEN");
  }

  @Test
  void whatAnotherBuildComparedIsComparedAgain() throws Exception {
    JsonNode engine = start(compared(digest, "two"));

    assertThat(comparisons).hasValue(1);
    assertThat(engine.at("/heldTo/engine").textValue()).isEqualTo("tabular");
  }

  @Test
  void whereNothingIsKeptNothingIsTakenOver() throws Exception {
    PodFolder mounts = mounts(compared(digest, "one")).variable("SLIPWAY_COMPILED_FORM", "off");

    assertThat(start(mounts).at("/heldTo").has("build")).isFalse();
    assertThat(comparisons).hasValue(1);
  }

  @Test
  void theResolverSaysWhatItCompared() throws Exception {
    PodFolder mounts =
        mounts("{}")
            .variable("SLIPWAY_MODEL_URI", "configmap://models/m.pmml")
            .variable("SLIPWAY_MODEL_DIGEST", digest);

    Resolution.run(mounts.config(), engines(), Resolution.Depth.MODEL);

    JsonNode word = new JsonMapper().readTree(mounts.termination().toFile());
    assertThat(comparisons).hasValue(1);
    assertThat(word.at("/resolved/compared/build").textValue()).isEqualTo("one");
    assertThat(word.at("/resolved/compared/engine").textValue()).isEqualTo("tabular");
    assertThat(word.at("/resolved/compared/rows").intValue()).isPositive();
  }

  @Test
  void soIsAnotherModel() throws Exception {
    start(compared("sha256:" + "0".repeat(64), "one"));

    assertThat(comparisons).hasValue(1);
  }

  @Test
  void whatCannotBeReadIsAsIfItWereNotThere() throws Exception {
    start("{\"models\": []}");

    assertThat(comparisons).hasValue(1);
  }
}
