package io.slipway.tabular;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.slipway.scoring.Batch;
import io.slipway.scoring.Column;
import io.slipway.scoring.Field;
import io.slipway.scoring.Model;
import io.slipway.scoring.ModelLoadException;
import io.slipway.scoring.ModelLoadException.Reason;
import io.slipway.testkit.OnnxCase;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The onnx package's own cases, one small graph an operator: what this engine takes it has to
 * answer as the standard says, and as ONNX Runtime does on rows that nobody has thought of. Most
 * cases are of other operators, or of tensors that are no rows.
 */
class OnnxConformanceIT {
  /** Cases that this engine scores; the others it leaves to ONNX Runtime, by name. */
  private static final int SCORED = 15;

  /** Exponentials are rounded otherwise in the library's mathematics. */
  private static final int ULPS = 2;

  /** What is not taken: a node, or else an input, a constant or a version. */
  private static final Pattern NAMED =
      Pattern.compile(
          "(?s)node \\d+ .*\\(\\S+\\): .*|node '.*' uses the operator .*|the (input|tensor) '.*"
              + "|the model (uses operator set|is written in ONNX IR version) \\d+.*");

  private static final int ROWS = 200;

  @TempDir Path folder;

  private final List<String> failures = new ArrayList<>();
  private final Map<String, Integer> refusals = new TreeMap<>();
  private int scored;

  @Test
  void everyCaseIsAnsweredRightOrRefusedByName() throws Exception {
    Optional<List<OnnxCase>> cases = OnnxCase.unpackedIn(folder);
    assumeTrue(cases.isPresent(), OnnxCase.ABSENT);

    for (OnnxCase test : cases.orElseThrow()) {
      try (Model model = OnnxReader.read(test.model())) {
        scored++;
        hold(test, model);
      } catch (ModelLoadException e) {
        refused(test, e);
      }
    }

    System.out.printf(
        "cases of the onnx package: %d of %d scored; left to ONNX Runtime: %s%n",
        scored, cases.orElseThrow().size(), refusals);
    assertThat(failures).isEmpty();
    assertThat(scored).isGreaterThanOrEqualTo(SCORED);
  }

  private void refused(OnnxCase test, ModelLoadException e) {
    String message = String.valueOf(e.getMessage());
    if (e.reason() != Reason.MODEL_UNSUPPORTED || !NAMED.matcher(message).matches()) {
      failures.add(test + ": " + e.reason() + " " + message);
    }
    refusals.merge(kind(message), 1, Integer::sum);
  }

  /** Without the names and numbers of a case. */
  private static String kind(String message) {
    return message
        .replaceFirst("(?s)node \\d+ .*: this operator is not known", "other operators")
        .replaceFirst("node \\d+ ", "")
        .replaceAll("'[^']*' ?|\\[[^\\]]*\\]", "");
  }

  /** A case that fails in whichever way hides none of the others. */
  private void hold(OnnxCase test, Model model) {
    try {
      answers(test, model);
      sameAsTheLibrary(test, model);
    } catch (Exception e) {
      failures.add(test + ": " + e);
    }
  }

  private void answers(OnnxCase test, Model model) throws Exception {
    Optional<List<Column>> inputs = test.inputs(model.signature().inputs());
    Optional<List<Column>> outputs = test.outputs(model.signature().outputs());
    List<String> differences =
        test.differences(outputs.orElseThrow(), model.score(Batch.of(inputs.orElseThrow())));
    if (!differences.isEmpty()) {
      failures.add(test + ": " + differences);
    }
  }

  private void sameAsTheLibrary(OnnxCase test, Model model) throws Exception {
    try (Model expected = OnnxReference.load(test.model())) {
      Field first = model.signature().inputs().get(0);
      long length = first.shape().dimension(0);
      Batch rows = new RandomTensors(model, 7).next(length < 0 ? ROWS : (int) length);
      for (String difference : OnnxReference.differences(expected, model, rows, ULPS)) {
        failures.add(test + ": " + difference);
      }
    }
  }
}
