package io.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgramTest {

  @ParameterizedTest
  @CsvSource({
    "/usr/local/bin/kubectl-slipway, PLUGIN",
    "./kubectl-slipway, PLUGIN",
    "/home/a/.krew/bin/kubectl_complete-slipway, COMPLETION",
    "/usr/local/bin/slipwayctl, CTL",
    "/opt/slipway-0.1.0, PLUGIN",
    "'', PLUGIN",
    "/, PLUGIN"
  })
  void theNameOfTheFileDecides(String path, Program program) {
    assertThat(Program.called(path)).isEqualTo(program);
  }
}
