package io.slipway.tabular;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.slipway.scoring.Batch;
import io.slipway.scoring.Model;
import io.slipway.scoring.ModelLoadException;
import io.slipway.scoring.ModelLoadException.Reason;
import io.slipway.scoring.ScoringException;
import io.slipway.testkit.BadFile;
import io.slipway.testkit.TabularRows;
import io.slipway.testkit.TestModels;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Hostile and malformed documents: a clear error in bounded time, or an answer. */
class BadDocumentTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  @TempDir Path folder;

  static Stream<BadFile> documents() {
    return TestModels.badFiles().stream()
        .filter(bad -> List.of("pmml", "json").contains(bad.kind()));
  }

  @ParameterizedTest
  @MethodSource("documents")
  void aBadDocumentMeetsItsExpectation(BadFile bad) {
    Path file = bad.unpackedIn(folder);

    String outcome = assertTimeoutPreemptively(LIMIT, () -> outcome(file, bad));

    switch (bad.expectation()) {
      case REJECT -> assertThat(outcome).startsWith("refused");
      case ACCEPT -> assertThat(outcome).matches("y=5\\.5|left to another engine.*");
      case EITHER -> assertThat(outcome).isNotEmpty();
    }
    assertThat(outcome)
        .doesNotContain("root:", "Exception", "javax.xml", folder.toString())
        .hasSizeLessThan(600);
  }

  private static String outcome(Path file, BadFile bad) throws Exception {
    try (Model model = PmmlReader.read(file)) {
      Map<String, Object> row = bad.row().orElse(Map.of("x", 2));
      Batch answer = model.score(TabularRows.toBatch(model.signature(), List.of(row)));
      return "y=" + TabularRows.row(answer, 0).get("y");
    } catch (ModelLoadException e) {
      return bad.expectation() == BadFile.Expectation.ACCEPT
              && e.reason() == Reason.MODEL_UNSUPPORTED
          ? "left to another engine: " + e.getMessage()
          : "refused at load, " + e.reason().conditionReason() + ": " + e.getMessage();
    } catch (ScoringException e) {
      return "refused at score, " + e.fault() + ": " + e.getMessage();
    }
  }
}
