package io.slipway.images;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An image for a processor that this machine has not, upon a base image in a file. */
class BaseImageTest {

  private static final boolean ON_ARM = System.getProperty("os.arch").equals("aarch64");
  private static final String OTHER = ON_ARM ? "amd64" : "arm64";
  private static final String NATIVES = ON_ARM ? "linux-x64" : "linux-aarch64";

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;

  @SuppressWarnings("NullAway.Init") // Filled before each test.
  private Path base;

  @BeforeEach
  void makeABase() throws Exception {
    Path root = folder.resolve("base");
    Files.createDirectories(root.resolve("opt/java/bin"));
    Files.writeString(root.resolve("opt/java/bin/java"), "as it would be there");
    var image =
        ContainerImage.write(
            TestSettings.forPlatform(folder.resolve("base-image"), "linux/" + OTHER),
            List.of(new Layer("java", root, FileTree.list(root))));
    base = image.tar().orElseThrow();
  }

  @Test
  void theImageHasItsBaseAndTheApplicationAndStartsTheJavaOfTheBase() throws Exception {
    Main.build(settings("--base=tar://" + base));

    Path unpacked = unpack(BuiltImage.in(output()).orElseThrow().tar().orElseThrow());
    JsonNode manifest = JSON.readTree(unpacked.resolve("manifest.json").toFile()).get(0);
    JsonNode config = JSON.readTree(unpacked.resolve(manifest.get("Config").asText()).toFile());
    assertThat(config.get("architecture").asText()).isEqualTo(OTHER);
    assertThat(config.at("/config/Entrypoint").toString())
        .isEqualTo("[\"java\",\"@/app/java.args\",\"io.slipway.Main\"]");
    assertThat(config.at("/config/User").asText()).isEqualTo("65532:65532");
    assertThat(files(unpacked, manifest.get("Layers")))
        .containsExactlyInAnyOrder(
            "opt/java/bin/java",
            "app/slipway-server-1.jar",
            "app/lib/onnxruntime-1.jar",
            "app/native/libonnxruntime.so",
            "app/java.args");
  }

  @Test
  void nothingOfThisMachineIsInIt() throws Exception {
    Main.build(settings("--base=tar://" + base, "--training=runtime"));

    assertThat(Files.readString(output().resolve("root/app/native/libonnxruntime.so")))
        .isEqualTo(NATIVES);
    assertThat(Files.readAllLines(output().resolve("root/app/java.args")))
        .as("no ahead-of-time cache: it is good for the Java that made it alone")
        .satisfiesExactly(
            natives -> assertThat(natives).isEqualTo("-Donnxruntime.native.path=/app/native"),
            build -> assertThat(build).matches("-Dslipway\\.build=[0-9a-f]{64}"),
            option -> assertThat(option).isEqualTo("-cp"),
            jars ->
                assertThat(jars).isEqualTo("/app/slipway-server-1.jar:/app/lib/onnxruntime-1.jar"));
    assertThat(output().resolve("root/opt")).doesNotExist();
  }

  @Test
  void optionsThatTrainingDoesWithoutAreInTheImage() throws Exception {
    Main.build(
        settings("--base=tar://" + base, "--jvm-options=-Xmx1g", "--start-options=-Xss1m -Xlog"));

    assertThat(Files.readAllLines(output().resolve("root/app/java.args")))
        .startsWith("-Xss1m", "-Xlog", "-Xmx1g");
  }

  @Test
  void withoutABaseTheBuildSaysWhatToName() {
    assertThatThrownBy(() -> settings("--base="))
        .isInstanceOf(ImageException.class)
        .hasMessageContaining("-Dslipway.image.base");
  }

  @Test
  void aProcessorThatOnnxRuntimeHasNoLibraryForIsNamed() throws Exception {
    Settings riscv = settings("--base=tar://" + base, "--platforms=linux/riscv64");

    assertThatThrownBy(() -> Main.build(riscv))
        .isInstanceOf(ImageException.class)
        .hasMessageContaining("no native libraries for linux/riscv64");
  }

  private Settings settings(String... more) throws IOException {
    List<String> args =
        new ArrayList<>(
            List.of(
                "--name=slipway-test",
                "--version=1",
                "--main-class=io.slipway.Main",
                "--output=" + Files.createDirectories(output()),
                "--timestamp=" + TestSettings.TIMESTAMP,
                "--examples=" + folder,
                "--platforms=linux/" + OTHER,
                "--class-path",
                jar("slipway-server-1.jar", "io/slipway/Main.class")
                    + File.pathSeparator
                    + jar(
                        "onnxruntime-1.jar",
                        "ai/onnxruntime/native/linux-x64/libonnxruntime.so",
                        "ai/onnxruntime/native/linux-aarch64/libonnxruntime.so",
                        "ai/onnxruntime/native/osx-aarch64/libonnxruntime.dylib")));
    args.addAll(List.of(more));
    return Settings.parse(args.toArray(String[]::new));
  }

  private Path output() {
    return folder.resolve("output");
  }

  private Path unpack(Path tar) throws Exception {
    Path target = Files.createDirectories(folder.resolve("unpacked"));
    Command.run(List.of("tar", "-xf", tar.toString(), "-C", target.toString()));
    return target;
  }

  private static List<String> files(Path unpacked, JsonNode layers) throws Exception {
    List<String> files = new ArrayList<>();
    for (JsonNode layer : layers) {
      String path = unpacked.resolve(layer.asText()).toString();
      Command.run(List.of("tar", "-tzf", path))
          .lines()
          .filter(name -> !name.endsWith("/") && !name.startsWith("tar: "))
          .forEach(files::add);
    }
    return files;
  }

  /** A jar whose native libraries hold the name of their platform. */
  private Path jar(String name, String... entries) throws IOException {
    Path file = folder.resolve(name);
    try (var jar = new JarOutputStream(Files.newOutputStream(file))) {
      for (String entry : entries) {
        jar.putNextEntry(new ZipEntry(entry));
        String parent = Optional.ofNullable(Path.of(entry).getParent()).orElseThrow().toString();
        jar.write(parent.substring(parent.lastIndexOf('/') + 1).getBytes(UTF_8));
      }
    }
    return file;
  }
}
