package io.slipway.tabular;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.scoring.Model;
import io.slipway.scoring.ModelLoadException;
import io.slipway.scoring.ModelLoadException.Reason;
import io.slipway.tabular.Reference.Closeness;
import io.slipway.tabular.Reference.Outcome;
import io.slipway.testkit.TestModel;
import io.slipway.testkit.TestModels;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Real models on rows that no exporter has thought of: the same answers as the reference's. */
class ReferenceModelsTest {
  private static final int BATCHES = 8;
  private static final int ROWS = 400;

  /** The reference evaluator takes a tenth of a second for a row of these. */
  private static final int ROWS_OF_TEXT = 10;

  private static final Set<String> LOOSE = Set.of("sk-gaussiannb-iris");

  static Stream<TestModel> models() {
    return TestModels.available().stream()
        .filter(model -> model.pmml().isPresent())
        .filter(model -> supported(model.pmml().orElseThrow()).isPresent());
  }

  /** A document that this engine does not refuse as unsupported. */
  private static Optional<Model> supported(Path file) {
    try {
      return Optional.of(PmmlReader.read(file));
    } catch (ModelLoadException e) {
      assertThat(e.reason()).as(e.getMessage()).isEqualTo(Reason.MODEL_UNSUPPORTED);
      assertThat(e).hasMessageMatching("(?s)line \\d+, column \\d+: \\S+: .*");
      return Optional.empty();
    }
  }

  @ParameterizedTest
  @MethodSource("models")
  void aModelDescribesItselfAsToTheReference(TestModel model) throws Exception {
    Path file = model.pmml().orElseThrow();
    try (Model expected = Reference.load(file);
        Model actual = PmmlReader.read(file)) {
      assertThat(actual.signature()).isEqualTo(expected.signature());
    }
  }

  @ParameterizedTest
  @MethodSource("models")
  void aModelAnswersAsTheReferenceDoes(TestModel model) throws Exception {
    Path file = model.pmml().orElseThrow();
    try (Model expected = Reference.load(file);
        Model actual = PmmlReader.read(file)) {
      RandomRows rows = new RandomRows(expected.signature(), model.inputRows(), 20261126);
      Closeness closeness =
          LOOSE.contains(model.id()) ? Closeness.TWELVE_DIGITS : Closeness.ONE_ULP;
      int size = model.id().endsWith("docstrings") ? ROWS_OF_TEXT : ROWS;
      int answered = 0;
      List<String> differences = new ArrayList<>();
      for (int batch = 0; batch < BATCHES && differences.isEmpty(); batch++) {
        Outcome outcome = Reference.compare(expected, actual, rows.next(size), closeness);
        answered += outcome.answered();
        differences.addAll(outcome.differences());
      }
      assertThat(differences).isEmpty();
      assertThat(answered).as("rows that were no refusals").isGreaterThan(size);
    }
  }
}
