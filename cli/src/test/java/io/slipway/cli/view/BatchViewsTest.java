package io.slipway.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.slipway.cli.resource.Batch;
import io.slipway.cli.resource.BatchPod;
import io.slipway.cli.resource.BatchRun;
import io.slipway.cli.resource.BatchSchedule;
import io.slipway.testing.generated.GeneratedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each situation that a run or a schedule can be in, as people see it. */
class BatchViewsTest {

  private static final Path FOLDER = Path.of("src/test/resources/golden/batch");
  private static final Instant NOW = Instant.parse("2026-11-01T09:00:00Z");
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  @ParameterizedTest
  @MethodSource("situations")
  void aSituationLooksAsTheFileSays(String situation) throws IOException {
    List<String> lines = new ArrayList<>(picture(situation, Palette.NONE));
    if (batch(situation) instanceof BatchRun run) {
      lines.add("\n-- errors --");
      lines.addAll(new BatchErrorsView(run, pods(situation), NOW).lines(Palette.NONE));
      lines.add("\n-- watch, to a file --");
      lines.add(BatchChangeLine.of(run));
    }

    GeneratedFile.at(FOLDER.resolve(situation + ".txt").toString())
        .mustHold(String.join("\n", lines) + "\n");
  }

  @ParameterizedTest
  @MethodSource("situations")
  void coloursAreAllThatATerminalIsTold(String situation) throws IOException {
    List<String> painted = picture(situation, Palette.TERMINAL);

    List<String> without =
        painted.stream().map(line -> line.replaceAll("\u001b\\[[0-9]+m", "")).toList();
    assertThat(without).isEqualTo(picture(situation, Palette.NONE));
    assertThat(String.join("", without)).doesNotContainPattern("\\p{C}");
  }

  @Test
  void theListHasSchedulesAndRunsTheNewestLast() throws IOException {
    List<Batch> all = new ArrayList<>();
    for (String situation : situations()) {
      if (!situation.equals("hostile")) {
        all.add(batch(situation));
      }
    }

    List<String> lines =
        new BatchListView(all, BatchListView.Spread.ALL_NAMESPACES, NOW).lines(Palette.NONE);

    GeneratedFile.at(FOLDER.resolve("list.txt").toString())
        .mustHold(String.join("\n", lines) + "\n");
  }

  @Test
  void ofOneNamespaceItsNameIsNotRepeated() throws IOException {
    List<String> lines =
        new BatchListView(List.of(batch("published")), BatchListView.Spread.ONE_NAMESPACE, NOW)
            .lines(Palette.NONE);

    assertThat(lines).hasSize(2).first().asString().startsWith("RUN ");
  }

  @Test
  void podsThatMayNotBeReadLeaveThePictureWithoutThem() throws IOException {
    BatchRun run = (BatchRun) batch("scoring");

    List<String> lines =
        new BatchRunView(run, new BatchPodsSeen.Unreadable("pods is forbidden"), NOW)
            .lines(Palette.NONE);

    assertThat(lines)
        .contains("PODS  cannot be read: pods is forbidden")
        .contains("SPLITS    5 of 12 done, 0 given up");
  }

  private static List<String> picture(String situation, Palette palette) throws IOException {
    return switch (batch(situation)) {
      case BatchRun run ->
          new BatchRunView(run, new BatchPodsSeen.Listed(pods(situation)), NOW).lines(palette);
      case BatchSchedule schedule -> new BatchScheduleView(schedule, NOW).lines(palette);
    };
  }

  private static Batch batch(String situation) throws IOException {
    return Batch.of(file(situation).path("batch"));
  }

  private static List<BatchPod> pods(String situation) throws IOException {
    ObjectNode list = YAML.createObjectNode();
    list.set("items", file(situation).path("pods"));
    return BatchPod.list(list);
  }

  private static JsonNode file(String situation) throws IOException {
    return YAML.readTree(FOLDER.resolve(situation + ".yaml").toFile());
  }

  static List<String> situations() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".yaml"))
          .map(name -> name.replace(".yaml", ""))
          .sorted()
          .toList();
    }
  }
}
