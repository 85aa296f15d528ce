package io.slipway.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How the program in the file is run; the same in the training run and by the launcher, or the
 * ahead-of-time cache is refused.
 *
 * @param jars the names of the jars, in the order of the class path
 */
record Program(List<String> jars) {

  /** Where the jars lie in the unpacked folder. */
  static final String LIB = "lib";

  static final String MAIN = "io.slipway.cli.Main";

  /** For a program that lives for a second: one thread collects, one compiler compiles quickly. */
  static final List<String> OPTIONS =
      List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData");

  /** Of an unpacked folder. */
  static Program of(Path tree) throws IOException {
    try (Stream<Path> files = Files.list(tree.resolve(LIB))) {
      return new Program(files.map(file -> file.getFileName().toString()).sorted().toList());
    }
  }

  /** The class path below a folder, which may be a variable of the shell. */
  String classPath(String home) {
    return jars.stream().map(jar -> home + "/" + LIB + "/" + jar).collect(Collectors.joining(":"));
  }
}
