package io.slipway.images;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApplicationTest {

  @TempDir private Path folder;

  @Test
  void ourJarsLieApartFromOthersSinceTheyChangeMoreOften() throws Exception {
    var application = layOut(jar("slipway-server-1.jar", "a"), jar("javalin-7.jar", "b"));

    assertThat(application.jars())
        .containsExactly(
            root().resolve("app/slipway-server-1.jar"), root().resolve("app/lib/javalin-7.jar"));
  }

  @Test
  void everyJarHasTheTimeThatTheAheadOfTimeCacheWasMadeWith() throws Exception {
    var application = layOut(jar("slipway-server-1.jar", "a"), jar("javalin-7.jar", "b"));

    for (Path jar : application.jars()) {
      assertThat(Files.getLastModifiedTime(jar).toInstant()).isEqualTo(TestSettings.TIMESTAMP);
    }
  }

  @Test
  void onnxRuntimeIsSplitIntoClassesAndTheNativeLibrariesOfThePlatform() throws Exception {
    var application =
        layOut(
            jar(
                "onnxruntime-1.jar",
                "ai/onnxruntime/OrtSession.class",
                "ai/onnxruntime/native/linux-x64/libonnxruntime.so",
                "ai/onnxruntime/native/win-x64/onnxruntime.dll"));

    assertThat(application.natives())
        .containsExactly(root().resolve("app/native/libonnxruntime.so"));
    try (var jar = new JarFile(root().resolve("app/lib/onnxruntime-1.jar").toFile())) {
      assertThat(jar.stream().map(ZipEntry::getName))
          .containsExactly("ai/onnxruntime/OrtSession.class");
    }
    assertThat(application.arguments(Path.of("/"), TestSettings.of(folder)))
        .contains("-Donnxruntime.native.path=/app/native");
  }

  @Test
  void oneOnnxRuntimeIsEnough() {
    assertThatThrownBy(
            () ->
                layOut(
                    jar("onnxruntime-1.jar", "ai/onnxruntime/OrtSession.class"),
                    jar("onnxruntime_gpu-1.jar", "ai/onnxruntime/OrtSession.class")))
        .isInstanceOf(ImageException.class)
        .hasMessageContaining("more than one ONNX Runtime");
  }

  @Test
  void theCommandLineIsTheSameBelowAnyRoot() throws Exception {
    var application = layOut(jar("slipway-server-1.jar", "a"), jar("javalin-7.jar", "b"));

    List<String> arguments = application.arguments(Path.of("/"), TestSettings.of(folder));
    List<String> elsewhere = application.arguments(Path.of("/elsewhere"), TestSettings.of(folder));
    String build = arguments.get(1);
    assertThat(build).startsWith("-Dslipway.build=");
    assertThat(arguments)
        .containsExactly(
            "-XX:+UseSerialGC", build, "-cp", "/app/slipway-server-1.jar:/app/lib/javalin-7.jar");
    assertThat(elsewhere)
        .containsExactly(
            "-XX:+UseSerialGC",
            build,
            "-cp",
            "/elsewhere/app/slipway-server-1.jar:/elsewhere/app/lib/javalin-7.jar");
  }

  @Test
  void aBuildIsNamedByWhatItIsMadeOf() throws Exception {
    Path jar = jar("slipway-server-1.jar", "a");
    String one = build(layOut(jar));
    FileTree.delete(root());
    assertThat(build(layOut(jar))).isEqualTo(one);
    FileTree.delete(root());
    assertThat(build(layOut(jar("slipway-server-1.jar", "b")))).isNotEqualTo(one);
  }

  private String build(Application application) throws IOException {
    return application.arguments(Path.of("/"), TestSettings.of(folder)).get(1);
  }

  private Application layOut(Path... jars) throws IOException {
    return Application.layOut(Files.createDirectories(root()), TestSettings.of(folder, jars));
  }

  private Path root() {
    return folder.resolve("root");
  }

  private Path jar(String name, String... entries) throws IOException {
    Path file = folder.resolve(name);
    try (var jar = new JarOutputStream(Files.newOutputStream(file))) {
      for (String entry : entries) {
        jar.putNextEntry(new ZipEntry(entry));
        jar.write(entry.getBytes(UTF_8));
      }
    }
    return file;
  }
}
