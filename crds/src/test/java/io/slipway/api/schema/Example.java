package io.slipway.api.schema;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A resource in a file of the folders {@code valid} and {@code invalid}.
 *
 * @param name of the file
 * @param yaml all of it
 */
record Example(String name, String yaml) {

  private static final Path RESOURCES = Path.of("src/test/resources");
  private static final String COMMENT = "# ";

  static List<Example> valid() {
    return in("valid");
  }

  static List<Example> invalid() {
    return in("invalid");
  }

  /** What the API server must say of an invalid one: its first line. */
  String expected() {
    String first = yaml.lines().findFirst().orElse("");
    if (!first.startsWith(COMMENT)) {
      throw new IllegalStateException(name + " does not begin with the sentence to be expected");
    }
    return first.substring(COMMENT.length());
  }

  @Override
  public String toString() {
    return name;
  }

  private static List<Example> in(String folder) {
    try (Stream<Path> files = Files.list(RESOURCES.resolve(folder))) {
      return files.sorted().map(Example::read).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Example read(Path file) {
    try {
      return new Example(file.getFileName().toString(), Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
