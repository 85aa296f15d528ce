package io.slipway.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BarTest {

  @Test
  void itShowsHowFarHowFastAndWhat() {
    Bar bar = new Bar("sending", "churn.pmml", 12_000_000, 0, 48_000_000, Duration.ofSeconds(2));

    assertThat(bar.line())
        .isEqualTo(
            "sending  [======------------------]  25%  12.0 MB of 48.0 MB  6.0 MB/s  churn.pmml");
  }

  @Test
  void bytesThatWereThereBeforeDoNotMakeItFaster() {
    Bar bar = new Bar("sending", "x", 30_000_000, 28_000_000, 30_000_000, Duration.ofSeconds(1));

    assertThat(bar.line()).contains("100%").contains(" 2.0 MB/s");
  }

  @Test
  void anEmptyFileIsDone() {
    assertThat(new Bar("fetching", "x", 0, 0, 0, Duration.ZERO).line())
        .isEqualTo("fetching [========================] 100%  0 B of 0 B  x");
  }

  @Test
  void aNameCannotTakeTheTerminalOver() {
    assertThat(new Bar("sending", "a\u001b[2Jb", 0, 0, 1, Duration.ZERO).line())
        .doesNotContain("\u001b");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0 B",
    "999, 999 B",
    "1000, 1.0 kB",
    "15627, 15.6 kB",
    "999949, 999.9 kB",
    "999950, 1.0 MB",
    "21200000, 21.2 MB",
    "5000000000, 5.0 GB",
    "7000000000000000, 7000.0 TB"
  })
  void sizesAreInTheLargestUnitThatLeavesAWholeNumber(long bytes, String text) {
    assertThat(Sizes.text(bytes)).isEqualTo(text);
  }
}
