package io.slipway.registry.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.slipway.registry.validation.Examined.Loaded;
import io.slipway.registry.validation.Examined.Refused;
import io.slipway.registry.validation.Versions.Version;
import io.slipway.scoring.ModelFormat;
import io.slipway.testkit.BadFile;
import io.slipway.testkit.TestModels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every file there is, examined as validation does: all in one process, so that one that does harm
 * is found out by those after it too. {@link ValidatorIT} has a process for each, of fewer.
 */
class ExaminationIT {
  private static final long MEMORY_BYTES = 4L << 30;
  private static final int PATIENCE_SECONDS = 400;
  private static final Map<String, Examined> EXAMINED = new HashMap<>();
  private static String complaints = "";

  @TempDir static Path folder = Path.of("");

  static List<Version> good() {
    return TestModels.available().stream()
        .flatMap(model -> Versions.good(model).stream())
        .filter(version -> Versions.hasEngineFor(version.format()))
        .toList();
  }

  static List<BadFile> bad() {
    return TestModels.badFiles().stream()
        .filter(file -> !file.kind().equals("request"))
        .filter(file -> Versions.hasEngineFor(ModelFormat.PMML) || file.kind().equals("onnx"))
        .toList();
  }

  @BeforeAll
  static void examineAllInOneProcess() throws Exception {
    List<Version> versions =
        Stream.concat(good().stream(), bad().stream().map(file -> Versions.bad(file, folder)))
            .toList();
    Path list = folder.resolve("versions");
    Files.write(list, versions.stream().map(ExaminationIT::line).toList());
    Path answers = folder.resolve("answers");
    Path errors = folder.resolve("errors");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx768m",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                ExaminingAll.class.getName(),
                Files.createDirectory(folder.resolve("work")).toString(),
                list.toString(),
                Long.toString(MEMORY_BYTES))
            .redirectOutput(answers.toFile())
            .redirectError(errors.toFile())
            .start();
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
    complaints = Files.readString(errors);
    List<String> lines = Files.readAllLines(answers);
    for (int i = 0; i < Math.min(lines.size(), versions.size()); i++) {
      EXAMINED.put(versions.get(i).name(), ExaminedJson.read(lines.get(i)));
    }
  }

  private static String line(Version version) {
    return version.files().stream()
        .map(file -> file.path() + "\t" + file.bytes())
        .collect(Collectors.joining("\t"));
  }

  private static Examined examined(String name) {
    assertThat(EXAMINED).as("the process died before or of it:%n%s", complaints).containsKey(name);
    return EXAMINED.getOrDefault(name, new Refused(List.of()));
  }

  private static boolean isLetIn(Examined examined, ModelFormat meant) {
    return examined instanceof Loaded loaded && loaded.format() == meant;
  }

  @ParameterizedTest
  @MethodSource("good")
  void aModelThatServesIsLetIn(Version version) {
    Examined examined = examined(version.name());
    assumeTrue(
        !examined.toString().contains("needs a locale"),
        "skipped: this system has no locale en_US.UTF-8");

    assertThat(isLetIn(examined, version.format())).as("%s", examined).isTrue();
    assertThat(((Loaded) examined).signature().outputs()).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("bad")
  void aBadFileIsRefusedWithAReason(BadFile bad) {
    Version version = Versions.bad(bad, folder);

    Examined examined = examined(version.name());

    boolean letIn = isLetIn(examined, version.format());
    switch (bad.expectation()) {
      case REJECT -> assertThat(letIn).as("%s", examined).isFalse();
      case ACCEPT -> assertThat(letIn).as("%s", examined).isTrue();
      case EITHER -> assertThat(examined).isNotNull();
    }
    List<Reason> reasons =
        new ArrayList<>(examined instanceof Refused refused ? refused.reasons() : List.of());
    assertThat(reasons).allSatisfy(reason -> Versions.assertThatItHelps(reason, folder));
    assertThat(Path.of("/tmp/corpus-evil.txt")).doesNotExist();
  }
}
