package io.slipway.launcher;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.spi.ToolProvider;

/** A Java runtime of what the program needs, linked from the JDK that runs this. */
final class JavaRuntime {

  /**
   * Jackson and picocli name classes of java.sql, java.desktop and java.xml, and go on without
   * them; the tests of the finished file would find what is missing.
   */
  private static final String MODULES = "java.base";

  /** What nobody runs or reads here. */
  private static final List<String> SUPERFLUOUS =
      List.of("bin/keytool", "lib/classlist", "lib/jexec", "lib/jrt-fs.jar");

  private JavaRuntime() {}

  static void link(Path folder) throws IOException {
    ToolProvider jlink =
        ToolProvider.findFirst("jlink")
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        System.getProperty("java.home") + " has no jlink: not a JDK?"));
    var output = new StringWriter();
    int status =
        jlink.run(
            new PrintWriter(output),
            new PrintWriter(output),
            "--add-modules",
            MODULES,
            // The archive is compressed as a whole, which is smaller; pages are mapped as they are.
            "--compress=zip-0",
            "--strip-debug",
            "--no-header-files",
            "--no-man-pages",
            "--output",
            folder.toString());
    if (status != 0) {
      throw new IllegalStateException("jlink failed: " + output);
    }
    for (String file : SUPERFLUOUS) {
      Files.deleteIfExists(folder.resolve(file));
    }
  }
}
