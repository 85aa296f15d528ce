package io.slipway.pmml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.slipway.scoring.Batch;
import io.slipway.scoring.Engines;
import io.slipway.scoring.LoadOptions;
import io.slipway.scoring.Model;
import io.slipway.scoring.ModelLoadException;
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
  private static final Engines ENGINES = Engines.installed();
  private static final Duration LIMIT = Duration.ofSeconds(30);

  @TempDir Path folder;

  static Stream<BadFile> documents() {
    return TestModels.badFiles().stream()
        .filter(bad -> bad.kind().equals("pmml") || bad.kind().equals("json"));
  }

  @ParameterizedTest
  @MethodSource("documents")
  void aBadDocumentMeetsItsExpectation(BadFile bad) {
    Path file = bad.unpackedIn(folder);

    String outcome = assertTimeoutPreemptively(LIMIT, () -> outcome(file, bad));

    switch (bad.expectation()) {
      case REJECT -> assertThat(outcome).startsWith("refused");
      case ACCEPT -> assertThat(outcome).isEqualTo("y=5.5");
      case EITHER -> assertThat(outcome).isNotEmpty();
    }
    assertThat(outcome)
        .doesNotContain("root:", "Exception", "org.jpmml", "org.dmg", "org.xml", folder.toString())
        .hasSizeLessThan(600);
    assertThat(assertTimeoutPreemptively(LIMIT, () -> outcome(file, bad)))
        .as("the same outcome again")
        .isEqualTo(outcome);
  }

  private static String outcome(Path file, BadFile bad) throws Exception {
    try (Model model = ENGINES.load(file, LoadOptions.cpu())) {
      Map<String, Object> row = bad.row().orElse(Map.of("x", 2));
      Batch answer = model.score(TabularRows.toBatch(model.signature(), List.of(row)));
      return "y=" + TabularRows.row(answer, 0).get("y");
    } catch (ModelLoadException e) {
      return "refused at load, " + e.reason().conditionReason() + ": " + e.getMessage();
    } catch (ScoringException e) {
      return "refused at score, " + e.fault() + ": " + e.getMessage();
    }
  }

  @org.junit.jupiter.api.Test
  void anExternalEntityIsNamedAsTheCause() {
    Path file = TestModels.committedFolder().resolve("bad/pmml/xxe-file.pmml");

    assertThatExceptionOfType(ModelLoadException.class)
        .isThrownBy(() -> ENGINES.load(file, LoadOptions.cpu()))
        .withMessageContaining("DOCTYPE")
        .withMessageContaining("line ");
  }
}
