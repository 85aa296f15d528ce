package io.slipway.registry.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VersionRefTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "7",
        "@champion",
        "sha256:0000000000000000000000000000000000000000000000000000000000000000"
      })
  void eachNameIsWrittenAsItIsRead(String text) {
    assertThat(VersionRef.parse(text)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "0", "-1", "07", "champion", "@", "@7", "@Champion", "sha256:", "1e3", "@a/b"})
  void anythingElseIsRefusedWithWhatToWrite(String text) {
    assertThatThrownBy(() -> VersionRef.parse(text))
        .isInstanceOf(InvalidException.class)
        .hasMessageMatching("(?s).*(write|use).*");
  }
}
