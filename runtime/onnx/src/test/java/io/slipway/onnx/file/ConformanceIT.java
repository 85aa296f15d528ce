package io.slipway.onnx.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.slipway.scoring.Batch;
import io.slipway.scoring.Column;
import io.slipway.scoring.Engines;
import io.slipway.scoring.LoadOptions;
import io.slipway.scoring.Model;
import io.slipway.scoring.ModelLoadException;
import io.slipway.scoring.ScoringException;
import io.slipway.testkit.OnnxCase;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The onnx package's own cases, one small graph an operator: what loads has to answer right. What
 * does not load is counted by reason; what is known to answer otherwise is listed with why.
 */
class ConformanceIT {
  /** How many cases answered right when this list was made: fewer mean that something broke. */
  private static final int FEWEST_RIGHT = 815;

  @TempDir Path folder;

  private final Engines engines = Engines.installed();
  private final Map<String, Integer> outcomes = new TreeMap<>();
  private final Map<String, String> wrong = new TreeMap<>();

  @Test
  void everyOperatorThatLoadsAnswersAsTheStandardSays() throws Exception {
    Optional<List<OnnxCase>> cases = OnnxCase.unpackedIn(folder);
    assumeTrue(cases.isPresent(), OnnxCase.ABSENT);

    for (OnnxCase test : cases.orElseThrow()) {
      String outcome =
          test.elements() == OnnxCase.Elements.TENSORS
              ? outcome(test)
              : "not tried: sequences, optionals or types without a column";
      outcomes.merge(outcome, 1, Integer::sum);
    }

    outcomes.forEach(
        (outcome, count) -> System.out.println("conformance: " + count + " " + outcome));
    KnownDeviations.CASES.keySet().forEach(wrong::remove);
    assertThat(wrong).isEmpty();
    assertThat(outcomes.getOrDefault("right", 0)).isGreaterThanOrEqualTo(FEWEST_RIGHT);
  }

  private String outcome(OnnxCase test) throws Exception {
    try (Model model = engines.load(test.model(), LoadOptions.cpu())) {
      Optional<List<Column>> inputs = test.inputs(model.signature().inputs());
      Optional<List<Column>> outputs = test.outputs(model.signature().outputs());
      if (inputs.isEmpty() || outputs.isEmpty()) {
        return "not tried: an input or output has no file, or no type of columns";
      }
      List<String> differences = new ArrayList<>();
      // The second run gives the library memory for the answers, the third uses that again.
      for (int run = 0; run < 3; run++) {
        differences.addAll(test.differences(outputs.get(), model.score(Batch.of(inputs.get()))));
      }
      if (differences.isEmpty()) {
        return "right";
      }
      wrong.put(test.name(), differences.toString());
      return "wrong";
    } catch (ModelLoadException e) {
      return "refused: " + e.reason();
    } catch (ScoringException e) {
      wrong.put(test.name(), String.valueOf(e.getMessage()));
      return "failed to score";
    }
  }
}
