package io.slipway.images;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What to build, as the command line says it.
 *
 * @param name the image's name, without registry and tag
 * @param version the product's version, with which the tag begins
 * @param mainClass the class that the image starts
 * @param jvmOptions options of the JVM, in training and in the image
 * @param startOptions more of them in the image, which would spoil what training learns
 * @param training which training run makes the ahead-of-time cache; there is none when empty
 * @param classPath the jars, in order
 * @param wheels a folder of NVIDIA's Python wheels, whose shared libraries the image holds
 * @param output the folder that everything is written to
 * @param timestamp the modification time of every file in the image
 * @param examples the folder with the models that training scores
 * @param registry host and path to push to; a tar file is written when empty
 * @param base what the image is built upon
 * @param platforms what the image is for, as os/architecture
 */
record Settings(
    String name,
    String version,
    String mainClass,
    List<String> jvmOptions,
    List<String> startOptions,
    Optional<String> training,
    List<Path> classPath,
    Optional<Path> wheels,
    Path output,
    Instant timestamp,
    Path examples,
    Optional<String> registry,
    Base base,
    List<String> platforms) {

  /**
   * Whether the image is for machines like this one: then it gets a Java runtime of this machine's
   * JDK, and with it an ahead-of-time cache. Otherwise it uses the Java of its base image.
   */
  boolean bundlesJava() {
    return CLibraries.available() && platforms.equals(List.of(here()));
  }

  /** The only platform that the image is for; empty when there are several. */
  Optional<String> onlyPlatform() {
    return platforms.size() == 1 ? Optional.of(platforms.getFirst()) : Optional.empty();
  }

  /**
   * The same, known to make sense.
   *
   * @throws ImageException when the image would have no Java
   */
  Settings checked() {
    if (base instanceof Base.Scratch && !bundlesJava()) {
      throw new ImageException(
          "an image for "
              + String.join(", ", platforms)
              + " cannot be made of what this machine has, which is "
              + here()
              + ". Build it there with -Dslipway.image.platforms="
              + platforms.getFirst()
              + ", or name an image with Java 25 to build upon,"
              + " -Dslipway.image.base=eclipse-temurin:25-jre");
    }
    return this;
  }

  private static String here() {
    return "linux/" + (System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64");
  }

  /** The same without a training run, for a machine that lacks what it needs. */
  Settings withoutTraining() {
    return new Settings(
        name,
        version,
        mainClass,
        jvmOptions,
        startOptions,
        Optional.empty(),
        classPath,
        wheels,
        output,
        timestamp,
        examples,
        registry,
        base,
        platforms);
  }

  /** Whether the class path has ONNX Runtime's build for NVIDIA's GPUs. */
  boolean usesCuda() {
    return classPath.stream()
        .anyMatch(jar -> jar.getFileName().toString().startsWith("onnxruntime_gpu"));
  }

  static Settings parse(String[] args) {
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i < args.length; i++) {
      int equals = args[i].indexOf('=');
      if (args[i].equals("--class-path") && i + 1 < args.length) {
        values.put("class-path", args[++i]);
      } else if (args[i].startsWith("--") && equals > 0) {
        values.put(args[i].substring(2, equals), args[i].substring(equals + 1).strip());
      } else {
        throw new ImageException("expected --key=value or --class-path JARS, not " + args[i]);
      }
    }
    Settings settings =
        new Settings(
            required(values, "name"),
            required(values, "version"),
            required(values, "main-class"),
            words(values.getOrDefault("jvm-options", ""), "\\s+"),
            words(values.getOrDefault("start-options", ""), "\\s+"),
            optional(values, "training"),
            // Maven puts the module's own classes first, which an image's module has none of.
            words(required(values, "class-path"), File.pathSeparator).stream()
                .map(Path::of)
                .filter(Files::isRegularFile)
                .toList(),
            optional(values, "wheels").map(Path::of),
            Path.of(required(values, "output")),
            Instant.parse(required(values, "timestamp")),
            Path.of(required(values, "examples")),
            optional(values, "registry"),
            Base.of(values.getOrDefault("base", "")),
            words(values.getOrDefault("platforms", "linux/amd64"), ","));
    return settings.checked();
  }

  private static String required(Map<String, String> values, String key) {
    String value = values.getOrDefault(key, "");
    if (value.isEmpty()) {
      throw new ImageException("--" + key + " is missing");
    }
    return value;
  }

  private static Optional<String> optional(Map<String, String> values, String key) {
    return Optional.of(values.getOrDefault(key, "")).filter(value -> !value.isEmpty());
  }

  private static List<String> words(String text, String separator) {
    return Stream.of(text.split(separator, -1)).filter(word -> !word.isEmpty()).toList();
  }
}
