package io.slipway.tabular.form;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.tabular.form.CountTerms.Case;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class VocabularyTest {
  /** Of two letters, so that many have one hash: "Aa" and "BB" do. */
  private static final List<String> WORDS =
      IntStream.range(0, 60 * 60)
          .mapToObj(i -> "" + (char) ('A' + i / 60) + (char) ('A' + i % 60))
          .toList();

  @Test
  void eachWordIsFoundInsideATextByItsOwnNumber() {
    Vocabulary vocabulary = new Vocabulary(Case.MATTERS, WORDS);
    String text = String.join(" ", WORDS);
    for (int number = 0; number < WORDS.size(); number++) {
      assertThat(vocabulary.number(text, 3 * number, 3 * number + 2)).isEqualTo(number);
    }
  }

  @Test
  void whatIsNoWordHasNoNumber() {
    Vocabulary vocabulary = new Vocabulary(Case.MATTERS, List.of("red", "green"));
    assertThat(vocabulary.number("redgreen", 0, 8)).isEqualTo(Vocabulary.UNKNOWN);
    assertThat(vocabulary.number("redgreen", 0, 2)).isEqualTo(Vocabulary.UNKNOWN);
    assertThat(vocabulary.number("Red", 0, 3)).isEqualTo(Vocabulary.UNKNOWN);
    assertThat(new Vocabulary(Case.MATTERS, List.of()).number("red", 0, 3))
        .isEqualTo(Vocabulary.UNKNOWN);
  }

  @Test
  void whereCaseDoesNotMatterLettersOfBothAreOne() {
    Vocabulary vocabulary = new Vocabulary(Case.DOES_NOT, List.of(Vocabulary.folded("gReEn")));
    assertThat(vocabulary.number("a GREEN light", 2, 7)).isZero();
  }
}
