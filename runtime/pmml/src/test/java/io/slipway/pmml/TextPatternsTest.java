package io.slipway.pmml;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextPatternsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\\s+",
        "(?u)\\b\\w\\w+\\b",
        "\\b(a|an|the)\\b",
        "[a-z+*()]+",
        "(ab)+",
        "\\(x+\\)+",
        "\\Q(a+)+\\E"
      })
  void patternsThatExportersWriteAreTaken(String regex) {
    assertThat(TextPatterns.mayExplode(regex)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"(a+)+", "((a*)b)*", "(.*a){18}", "(?:x{2,})*", "(a)\\1", "(?<n>a)\\k<n>"})
  void patternsThatCanTakeExponentialTimeAreFound(String regex) {
    assertThat(TextPatterns.mayExplode(regex)).isTrue();
  }
}
