package io.slipway.tabular;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.scoring.Batch;
import io.slipway.scoring.Model;
import io.slipway.scoring.ModelLoadException;
import io.slipway.testkit.Comparison;
import io.slipway.testkit.TabularRows;
import io.slipway.testkit.TestModel;
import io.slipway.testkit.TestModels;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The engine against the answers of the frameworks that trained the models. */
class ModelParityTest {

  static Stream<TestModel> models() {
    return TestModels.available().stream()
        .filter(model -> model.pmml().isPresent())
        .filter(model -> !REFUSED.contains(model.id()));
  }

  /** Documents that are left to other engines, and why: shrinks as the engine grows. */
  static final Set<String> REFUSED = Set.of();

  @ParameterizedTest
  @MethodSource("models")
  void aModelAnswersAsItsFrameworkDid(TestModel model) throws Exception {
    Comparison comparison = new Comparison(model.tolerance());
    List<Map<String, Object>> expected = model.expectedRows();
    List<String> differences = new ArrayList<>();
    try (Model loaded = PmmlReader.read(model.pmml().orElseThrow())) {
      List<Map<String, Object>> inputs = model.inputRows();
      for (int row = 0; row < expected.size() && differences.size() < 10; row++) {
        if (model.excludedRows().contains(row)) {
          continue;
        }
        Batch answer =
            loaded.score(TabularRows.toBatch(loaded.signature(), List.of(inputs.get(row))));
        expected.get(row).keySet().removeAll(model.columnsNotInPmml());
        for (String difference :
            comparison.differences(expected.get(row), TabularRows.row(answer, 0))) {
          differences.add("row " + row + ": " + difference);
        }
      }
    }
    assertThat(differences).isEmpty();
  }

  @Test
  void onlyWhatIsListedIsLeftToOtherEngines() {
    List<String> refused = new ArrayList<>();
    for (TestModel model : TestModels.available()) {
      if (model.pmml().isPresent()) {
        try {
          PmmlReader.read(model.pmml().orElseThrow()).close();
        } catch (ModelLoadException e) {
          refused.add(model.id());
        }
      }
    }
    assertThat(REFUSED).containsAll(refused);
  }
}
