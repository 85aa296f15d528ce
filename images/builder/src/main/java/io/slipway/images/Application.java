package io.slipway.images;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * The jars as the image has them: ours in {@code /app}, others in {@code /app/lib}, and in an image
 * for one platform ONNX Runtime's native libraries unpacked in {@code /app/native}, so that a pod
 * with a read-only root file system extracts nothing when it starts.
 *
 * @param root the folder that stands for {@code /}
 * @param jars the class path, under the root, in order
 */
record Application(Path root, List<Path> jars) {

  private static final String NATIVE_PREFIX = "ai/onnxruntime/native/";

  /**
   * Another provider for NVIDIA's GPUs, which is never asked for and needs libraries of its own.
   */
  private static final String TENSORRT = "libonnxruntime_providers_tensorrt.so";

  /**
   * Copies the class path.
   *
   * @throws ImageException when it has ONNX Runtime for CPUs and for GPUs: one of the two libraries
   *     would be loaded, by chance
   */
  static Application layOut(Path root, Settings settings) throws IOException {
    if (settings.classPath().stream().filter(Application::isOnnxRuntime).count() > 1) {
      throw new ImageException("the class path has more than one ONNX Runtime");
    }
    Path app = Files.createDirectories(root.resolve("app"));
    Path lib = Files.createDirectories(app.resolve("lib"));
    List<Path> jars = new ArrayList<>();
    for (Path jar : settings.classPath()) {
      String name = jar.getFileName().toString();
      Path target = (name.startsWith("slipway-") ? app : lib).resolve(name);
      Optional<String> platform = settings.onlyPlatform();
      if (isOnnxRuntime(jar) && platform.isPresent()) {
        Path natives = Files.createDirectories(app.resolve("native"));
        unpackNatives(jar, platform.get(), target, natives);
        requireSome(natives, jar, platform.get());
      } else {
        Files.copy(jar, target);
      }
      // A JVM refuses an ahead-of-time cache when a jar has another time than in training.
      Files.setLastModifiedTime(target, FileTime.from(settings.timestamp()));
      jars.add(target);
    }
    return new Application(root, List.copyOf(jars));
  }

  private static boolean isOnnxRuntime(Path jar) {
    return jar.getFileName().toString().startsWith("onnxruntime");
  }

  /** The native libraries in the image. */
  List<Path> natives() throws IOException {
    Path folder = root.resolve("app/native");
    return Files.exists(folder) ? FileTree.list(folder) : List.of();
  }

  /** What follows {@code java} on the command line, with paths under the folder given. */
  List<String> arguments(Path prefix, Settings settings) throws IOException {
    List<String> arguments = new ArrayList<>(settings.jvmOptions());
    if (!natives().isEmpty()) {
      arguments.add("-Donnxruntime.native.path=" + prefix.resolve("app/native"));
    }
    arguments.add("-Dslipway.build=" + build(settings));
    arguments.add("-cp");
    arguments.add(
        jars.stream()
            .map(jar -> prefix.resolve(root.relativize(jar)).toString())
            .collect(Collectors.joining(":")));
    return arguments;
  }

  /**
   * Names what the program is made of, Java included: what a program of one build keeps, no other
   * may use.
   */
  private String build(Settings settings) throws IOException {
    List<String> parts = new ArrayList<>();
    for (Path file : Stream.concat(jars.stream(), natives().stream()).toList()) {
      parts.add(root.relativize(file) + " " + FileTree.sha256(file));
    }
    parts.add(
        settings.bundlesJava()
            ? FileTree.sha256(Path.of(System.getProperty("java.home"), "release"))
            : settings.base().toString());
    return Fingerprint.sha256(String.join("\n", parts));
  }

  /** Splits ONNX Runtime's jar: its classes, and the native libraries of one platform. */
  private static void unpackNatives(Path jar, String target, Path classes, Path natives)
      throws IOException {
    String platform =
        NATIVE_PREFIX
            + switch (target) {
              case "linux/amd64" -> "linux-x64/";
              case "linux/arm64" -> "linux-aarch64/";
              default -> target + "/";
            };
    try (var in = new JarFile(jar.toFile());
        var out = new ZipOutputStream(Files.newOutputStream(classes))) {
      for (JarEntry entry : (Iterable<JarEntry>) in.stream()::iterator) {
        if (!entry.getName().startsWith(NATIVE_PREFIX)) {
          var copy = new ZipEntry(entry.getName());
          copy.setTime(entry.getTime());
          out.putNextEntry(copy);
          transfer(in, entry, out);
        } else if (entry.getName().startsWith(platform)
            && !entry.isDirectory()
            && !entry.getName().endsWith(TENSORRT)) {
          Path library = natives.resolve(entry.getName().substring(platform.length()));
          try (InputStream bytes = in.getInputStream(entry)) {
            Files.copy(bytes, library, StandardCopyOption.REPLACE_EXISTING);
          }
          FileTree.markContent(library, entry);
        }
      }
    }
  }

  private static void requireSome(Path natives, Path jar, String platform) throws IOException {
    if (FileTree.list(natives).isEmpty()) {
      throw new ImageException(jar.getFileName() + " has no native libraries for " + platform);
    }
  }

  private static void transfer(JarFile jar, JarEntry entry, OutputStream out) throws IOException {
    try (InputStream bytes = jar.getInputStream(entry)) {
      bytes.transferTo(out);
    }
  }
}
