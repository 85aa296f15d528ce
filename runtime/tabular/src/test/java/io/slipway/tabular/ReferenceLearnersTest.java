package io.slipway.tabular;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.scoring.Model;
import io.slipway.scoring.ModelLoadException;
import io.slipway.scoring.ModelLoadException.Reason;
import io.slipway.tabular.RandomLearners.Kind;
import io.slipway.tabular.Reference.Closeness;
import io.slipway.tabular.Reference.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each class of models answers as the reference does, row by row, and refuses the same rows. */
class ReferenceLearnersTest {
  private static final int DOCUMENTS = 120;
  private static final int ROWS = 100;

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void aModelAnswersAsTheReferenceDoes(Kind kind) throws Exception {
    Closeness closeness = kind == Kind.NAIVE_BAYES ? Closeness.TWELVE_DIGITS : Closeness.ONE_ULP;
    Path file = folder.resolve(kind + ".pmml");
    int answered = 0;
    for (int seed = 0; seed < DOCUMENTS; seed++) {
      String document = new RandomLearners(seed).next(kind);
      Files.writeString(file, document);
      try (Model expected = Reference.load(file);
          Model actual = PmmlReader.read(file)) {
        assertThat(actual.signature()).as(document).isEqualTo(expected.signature());
        RandomRows rows = new RandomRows(expected.signature(), RandomLearners.SAMPLE, seed);
        Outcome outcome = Reference.compare(expected, actual, rows.next(ROWS), closeness);
        assertThat(outcome.differences()).as("document %d: %s", seed, document).isEmpty();
        answered += outcome.answered();
      }
    }
    assertThat(answered).as("rows that are answered").isGreaterThan(DOCUMENTS * ROWS / 2);
  }

  /** It refuses every row, or loads no such document. */
  @ParameterizedTest
  @ValueSource(strings = {"maxWins='true'", "svmRepresentation='Coefficients'"})
  void whatTheReferenceRefusesIsRefused(String attribute) throws Exception {
    Path file =
        changed(Kind.SUPPORT_VECTOR_MACHINE, "svmRepresentation='SupportVectors'", attribute);

    assertThatThrownBy(() -> Reference.load(file)).isInstanceOf(ModelLoadException.class);
    assertThatThrownBy(() -> PmmlReader.read(file))
        .isInstanceOf(ModelLoadException.class)
        .hasMessageContaining(attribute.split("=")[0]);
  }

  /** What the standard does not have and the reference passes over would change an answer. */
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "NEURAL_NETWORK, <NeuralLayer, leakage='0.5'",
        "COUNTED_TERMS, <TextIndex, wordRE='x'"
      })
  void anAttributeThatItPassesOverIsLeftToIt(Kind kind, String element, String attribute)
      throws Exception {
    Path file = changed(kind, element, element + " " + attribute);

    assertThatThrownBy(() -> PmmlReader.read(file))
        .isInstanceOfSatisfying(
            ModelLoadException.class,
            refused -> assertThat(refused.reason()).isEqualTo(Reason.MODEL_UNSUPPORTED))
        .hasMessageContaining(attribute.split("=")[0]);
  }

  private Path changed(Kind kind, String before, String after) throws Exception {
    String document = new RandomLearners(0).next(kind).replace(" maxWins='false'", "");
    assertThat(document).contains(before);
    return Files.writeString(folder.resolve(kind + ".pmml"), document.replace(before, after));
  }
}
