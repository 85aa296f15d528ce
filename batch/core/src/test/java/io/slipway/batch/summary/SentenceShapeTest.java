package io.slipway.batch.summary;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What sentences about different rows have in common. */
class SentenceShapeTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`age: expected a number, found \"abc\"` | age: expected a number, found …",
        "`age: expected a number, found \"a \\\" 17, b\"` | age: expected a number, found …",
        "`part-3.parquet, row 4711: x1: missing` | x1: missing",
        "`day=17/a, b.csv, byte 0: expected 3 fields, found 12` | expected … fields, found …",
        "`the value -1.5e-3 is not within 0.5` | the value … is not within …",
        "`x1 and 2nd and v1.2 stay` | x1 and 2nd and v1.2 stay",
        "`city: 'Oslo' is none of the model's` | city: … is none of the model's",
        "`found \"cut off in the mid…` | found …",
      })
  void whatIsTheRowsOwnIsLeftOut(String sentence, String shape) {
    assertThat(SentenceShape.of(sentence)).isEqualTo(shape);
  }

  @Test
  void aLongSentenceIsCutAndNoCharacterIsHalved() {
    String shape = SentenceShape.of("a" + "😀".repeat(400));
    assertThat(shape).hasSizeLessThanOrEqualTo(301).endsWith("😀…");
  }
}
