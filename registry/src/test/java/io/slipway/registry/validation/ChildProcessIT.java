package io.slipway.registry.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.slipway.scoring.Engines;
import io.slipway.scoring.ModelFormat;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the process is given, and how it ends when nobody waits for it any more. */
@Timeout(120)
class ChildProcessIT {
  private static final ValidationLimits LIMITS =
      ValidationLimits.of(1L << 30, Duration.ofMinutes(1));

  @TempDir Path folder = Path.of("");
  private Workspace workspace;

  @BeforeEach
  void makeWorkspace() throws Exception {
    workspace = Workspace.in(folder);
  }

  @AfterEach
  void close() throws Exception {
    workspace.close();
  }

  private ProcessBuilder prepared() {
    return new ChildProcess(LIMITS, System.getProperty("java.class.path"))
        .prepare(workspace, "model.pmml", folder, 1);
  }

  @Test
  void itFindsNothingOfThisProcess() {
    ProcessBuilder builder = prepared();

    assertThat(System.getenv()).as("what it could find").containsKey("PATH");
    assertThat(builder.environment()).doesNotContainKeys("PATH", "HOME").containsKey("LC_ALL");
    assertThat(List.of("LC_ALL", "LOCPATH")).containsAll(builder.environment().keySet());
    assertThat(builder.directory()).isEmptyDirectory();
    assertThat(builder.command()).contains("-Xmx" + LIMITS.heapBytes());
  }

  @Test
  void itEndsWithWhoeverStartedIt() throws Exception {
    assumeTrue(
        Engines.installed().engines().stream()
            .anyMatch(engine -> engine.formats().contains(ModelFormat.PMML)),
        "skipped: this build has no PMML engine");
    String field = "<DataField name=\"x\" optype=\"continuous\" dataType=\"double\"/>";
    Files.writeString(
        workspace.files().resolve("model.pmml"),
        "<PMML version=\"4.4\" xmlns=\"http://www.dmg.org/PMML-4_4\"><Header/><DataDictionary>"
            + field.repeat(1_000_000));
    Process process = prepared().redirectErrorStream(true).start();

    process.getOutputStream().close();

    assertThat(process.waitFor(100, TimeUnit.SECONDS)).isTrue();
    assertThat(process.inputReader().readLine()).as("what it complains of").isNull();
    assertThat(process.exitValue()).isEqualTo(1);
  }
}
