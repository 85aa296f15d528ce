package io.slipway.tabular;

import io.slipway.scoring.Batch;
import io.slipway.scoring.Model;
import io.slipway.scoring.ModelLoadException;
import io.slipway.tabular.Damaged.Outcome;
import io.slipway.testkit.TestModel;
import io.slipway.testkit.TestModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeProperty;
import net.jqwik.api.statistics.Statistics;

/** Whatever is done to an ONNX file: it is refused in words, or read and scored within bounds. */
class MutatedGraphsTest {
  private static final int ROWS = 4;

  /** Larger ones take longer and lead nowhere else. */
  private static final int LARGEST = 8_000;

  private final List<byte[]> real = new ArrayList<>();
  private Path file = Path.of("");

  @BeforeProperty
  void prepare() throws IOException {
    file = Files.createTempFile("mutated", ".onnx");
    for (TestModel model : TestModels.available()) {
      Optional<Path> graph = model.onnx();
      if (graph.isPresent() && Files.size(graph.get()) <= LARGEST && isTaken(graph.get())) {
        real.add(Files.readAllBytes(graph.get()));
      }
    }
  }

  private static boolean isTaken(Path graph) {
    try {
      OnnxReader.read(graph).close();
      return true;
    } catch (ModelLoadException e) {
      return false;
    }
  }

  @AfterProperty
  void removeFile() throws IOException {
    Files.delete(file);
  }

  @Property(tries = 10_000, shrinking = ShrinkingMode.OFF)
  void leadsToNoFailureOfOurs(@ForAll long seed) throws Exception {
    Random random = new Random(seed);
    byte[] graph = new GraphMutation(random).of(graph(random));
    Files.write(file, graph);
    Statistics.collect(
        new Damaged(file, () -> "in Base64: " + Base64.getEncoder().encodeToString(graph))
            .outcome(OnnxReader::read, model -> rows(model, seed)));
    Statistics.coverage(
        shares -> {
          shares.check(Outcome.REFUSED).percentage(share -> share > 30);
          shares.check(Outcome.ANSWERS).percentage(share -> share > 10);
        });
  }

  private byte[] graph(Random random) {
    return switch (random.nextInt(6)) {
      case 0 -> RandomGraphs.pipeline(random).toByteArray();
      case 1 -> RandomGraphs.numbers().toByteArray();
      case 2 -> RandomGraphs.lookedUp(-1).toByteArray();
      case 3 -> RandomGraphs.ensemble(random).toByteArray();
      default -> real.get(random.nextInt(real.size()));
    };
  }

  /** As many as the graph says, where it says how many. */
  private static Batch rows(Model model, long seed) {
    int rows =
        model.signature().inputs().stream()
            .mapToInt(input -> (int) Math.min(input.shape().dimension(0), ROWS))
            .filter(length -> length > 0)
            .findFirst()
            .orElse(ROWS);
    return new RandomTensors(model, seed).next(rows);
  }
}
