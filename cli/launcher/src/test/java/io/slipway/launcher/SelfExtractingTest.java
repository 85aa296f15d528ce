package io.slipway.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SelfExtractingTest {

  @ParameterizedTest
  @ValueSource(ints = {0, 50, 62, 63, 64, 65, 500, 960, 961, 962, 963, 964, 9_960})
  void theLauncherSaysAtWhichByteTheArchiveBegins(int padding) {
    String template = "tail -c +@OFFSET@ file\n" + "#".repeat(padding) + "\n@NAME@\n";

    byte[] launcher = SelfExtracting.launcher(template, Map.of("@NAME@", "abc"));

    assertThat(new String(launcher, UTF_8))
        .startsWith("tail -c +" + (launcher.length + 1) + " file\n")
        .endsWith("\nabc\n");
  }
}
