package io.slipway.server.pod;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.slipway.scoring.Engines;
import io.slipway.server.traffic.TestOperator;
import io.slipway.tabular.TabularEngine;
import io.slipway.testkit.TestModels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A pod's container that starts again in the same pod, whose cache is still there. */
@Timeout(60)
class CompiledFormPodTest {
  private static final Path MODEL =
      TestModels.committed("spark-dtree-penguins").pmml().orElseThrow();

  private final TestOperator operator = new TestOperator();
  @TempDir Path folder;
  private byte[] model = new byte[0];

  @BeforeEach
  void readModel() throws Exception {
    model = Files.readAllBytes(MODEL);
  }

  /** What a pod says of the form, and in its metrics. */
  private record Start(String state, String unfit, String metric) {}

  private Start start(String build) throws Exception {
    PodFolder mounts =
        new PodFolder(folder)
            .revision("blue", model)
            .traffic(operator, operator.document(1, 1, "", 0))
            .build(build);
    Engines engines = new Engines(List.of(new TabularEngine()));
    try (RunningPod pod =
        RunningPod.start(mounts, new RunningPod.Network(), engines).awaitPrepared()) {
      JsonNode form = pod.status().path("engine").path("compiledForm");
      pod.score();
      return new Start(form.path("state").asText(), form.path("unfit").asText(), metric(pod));
    }
  }

  private static String metric(RunningPod pod) throws Exception {
    return new String(pod.get("/metrics").body(), StandardCharsets.UTF_8)
        .lines()
        .filter(line -> line.startsWith("slipway_engine{"))
        .findFirst()
        .orElse("no such line");
  }

  private Path form() throws Exception {
    try (Stream<Path> forms = Files.list(folder.resolve("cache/compiled"))) {
      return forms.findFirst().orElseThrow();
    }
  }

  @Test
  void theSecondStartIsMadeOfWhatTheFirstKept() throws Exception {
    Start first = start("one");
    assertThat(first.state()).isEqualTo("WRITTEN");
    assertThat(first.unfit()).isEqualTo("ABSENT");
    Start second = start("one");
    assertThat(second.state()).isEqualTo("USED");
    assertThat(second.metric())
        .contains("engine=\"tabular\"", "compiled_form=\"USED\"", "compiled_form_unfit=\"\"");
  }

  @Test
  void aFormThatWasChangedIsWrittenAnewAndThePodSaysWhy() throws Exception {
    start("one");
    byte[] bytes = Files.readAllBytes(form());
    bytes[bytes.length - 1] ^= 1;
    Files.write(form(), bytes);
    Start second = start("one");
    assertThat(second.state()).isEqualTo("WRITTEN");
    assertThat(second.metric()).contains("compiled_form_unfit=\"CHANGED\"");
    assertThat(start("one").state()).isEqualTo("USED");
  }

  @Test
  void anotherBuildReadsTheModelItself() throws Exception {
    start("one");
    assertThat(start("two").unfit()).isEqualTo("OTHER_BUILD");
    assertThat(start("two").state()).isEqualTo("USED");
  }
}
