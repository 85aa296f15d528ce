package io.slipway.images.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Starts Java from the root file systems of the images, with those as {@code /} or below them. */
class RootFileSystemIT {

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"operator", "runtime"})
  void theAheadOfTimeCacheIsAcceptedWhereItWillLie(String image) throws Exception {
    Path root = ImageRoot.of(image);
    ImageRoot.assumeCache(root);
    ChangedRoot.assumeRoot();

    ChangedRoot.Result version =
        ChangedRoot.run(
            root,
            folder,
            Map.of(),
            "/opt/java/bin/java",
            "-XX:AOTMode=on",
            "@/app/java.args",
            "-version");

    assertThat(version.status()).as(version.output()).isZero();
  }

  @Test
  void aCacheIsRefusedWhenAJarIsNotTheOneOfTheTrainingRun() throws Exception {
    Path root = ImageRoot.of("runtime");
    List<String> command = new ArrayList<>();
    command.add(root.resolve("opt/java/bin/java").toString());
    command.add("-XX:AOTMode=on");
    for (String argument : Files.readAllLines(root.resolve("app/java.args"))) {
      command.add(argument.replace("/app/", folder + "/app/"));
    }
    copy(root.resolve("app"), folder.resolve("app"));
    command.add("-version");

    ChangedRoot.Result copied = ChangedRoot.run(command.toArray(String[]::new));

    assertThat(copied.status()).as("jars with the time of the copy").isNotZero();
    assertThat(copied.output()).contains("AOT cache");
  }

  @ParameterizedTest
  @ValueSource(strings = {"operator", "runtime", "registry", "client", "points"})
  void thereIsNoShellAndNothingThatCallersCouldRun(String image) throws Exception {
    Path root = ImageRoot.of(image);

    try (Stream<Path> files = Files.walk(root)) {
      assertThat(files.filter(Files::isRegularFile).filter(Files::isExecutable))
          .as("programs")
          .allSatisfy(
              file ->
                  assertThat(root.relativize(file).toString())
                      .matches(
                          "opt/java/(bin/java|lib/(jspawnhelper|jexec))|lib.*\\.so(\\.\\d+)*"));
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
  }
}
