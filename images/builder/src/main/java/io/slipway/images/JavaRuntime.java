package io.slipway.images;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;

/** A Java runtime with the modules that a class path uses, linked from the JDK that runs this. */
final class JavaRuntime {

  /**
   * What no class file names: the operating system's figures for metrics, HTTP/2 keep-alive options
   * and the provider of file systems in jars, found by reflection or as services.
   */
  private static final List<String> BY_REFLECTION =
      List.of("jdk.management", "jdk.net", "jdk.zipfs");

  /**
   * It is as large as all the others together. Jackson and logback look for its annotations and go
   * on without them, and so does JAXB's API of its images.
   */
  private static final String DESKTOP = "java.desktop";

  /** Hadoop, with which Spark comes, names the module's classes in text: who runs this program. */
  private static final String LOGIN = "jdk.security.auth";

  private JavaRuntime() {}

  static void link(Path folder, List<Path> jars) throws IOException {
    Command.tool(
        "jlink",
        List.of(
            "--add-modules",
            modules(jars),
            // Uncompressed: the layer is compressed as a whole, and pages are mapped as they are.
            "--compress=zip-0",
            "--strip-debug",
            "--no-header-files",
            "--no-man-pages",
            "--output",
            folder.toString()));
    for (Path program : FileTree.list(folder.resolve("bin"))) {
      if (!program.endsWith("java")) {
        Files.delete(program);
      }
    }
  }

  private static String modules(List<Path> jars) throws IOException {
    SortedSet<String> modules = UsedModules.of(jars);
    modules.addAll(BY_REFLECTION);
    modules.remove(DESKTOP);
    if (has(jars, "hadoop-client-api")) {
      modules.add(LOGIN);
    }
    return String.join(",", modules);
  }

  private static boolean has(List<Path> jars, String name) {
    return jars.stream().anyMatch(jar -> jar.getFileName().toString().startsWith(name));
  }
}
