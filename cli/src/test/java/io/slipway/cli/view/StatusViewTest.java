package io.slipway.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.slipway.cli.resource.Deployed;
import io.slipway.cli.resource.Pod;
import io.slipway.testing.generated.GeneratedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each situation that a rollout can be in, as people see it: the pictures are files to be read. */
class StatusViewTest {

  private static final Path FOLDER = Path.of("src/test/resources/golden");
  private static final Instant NOW = Instant.parse("2026-11-01T09:00:00Z");
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  @ParameterizedTest
  @MethodSource("situations")
  void aSituationLooksAsTheFileSays(String situation) throws IOException {
    StatusView view = view(situation);

    List<String> lines = view.lines(Palette.NONE);

    GeneratedFile.at(FOLDER.resolve(situation + ".txt").toString())
        .mustHold(
            String.join("\n", lines)
                + "\n\n-- watch, to a file --\n"
                + ChangeLine.of(view.resource())
                + "\n");
  }

  @ParameterizedTest
  @MethodSource("situations")
  void coloursAreAllThatATerminalIsTold(String situation) throws IOException {
    StatusView view = view(situation);

    List<String> painted = view.lines(Palette.TERMINAL);

    List<String> without =
        painted.stream().map(line -> line.replaceAll("\u001b\\[[0-9]+m", "")).toList();
    assertThat(without).isEqualTo(view.lines(Palette.NONE));
    assertThat(String.join("", without)).doesNotContainPattern("\\p{C}");
  }

  @Test
  void podsThatMayNotBeReadLeaveThePictureWithoutThem() throws IOException {
    Deployed resource = view("steady").resource();

    List<String> lines =
        new StatusView(resource, new PodsSeen.Unreadable("pods is forbidden"), NOW)
            .lines(Palette.NONE);

    assertThat(lines)
        .contains("PODS  cannot be read: pods is forbidden")
        .anySatisfy(line -> assertThat(line).contains("stable").contains("9f86d081884c"));
  }

  @Test
  void ofManyPodsThoseInTroubleAreShownAndSomeOfTheOthers() throws IOException {
    Deployed resource = view("steady").resource();
    List<Pod> pods =
        Stream.concat(
                java.util.stream.IntStream.range(0, 40).mapToObj(i -> pod("ready-" + i, true)),
                Stream.of(pod("broken", false)))
            .toList();

    List<String> lines =
        new StatusView(resource, new PodsSeen.Listed(pods), NOW).lines(Palette.NONE);

    assertThat(lines).anySatisfy(line -> assertThat(line).startsWith("broken"));
    assertThat(lines).contains("and 29 more that are ready");
  }

  private static Pod pod(String name, boolean ready) {
    return new Pod(
        name, "churn-5c9f7d2b1a", ready, "Running", "", 0, "node-1", java.util.Optional.empty());
  }

  static StatusView view(String situation) throws IOException {
    JsonNode file = YAML.readTree(FOLDER.resolve(situation + ".yaml").toFile());
    ObjectNode list = YAML.createObjectNode();
    list.set("items", file.path("pods"));
    return new StatusView(
        Deployed.of(file.path("resource")), new PodsSeen.Listed(Pod.list(list)), NOW);
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
