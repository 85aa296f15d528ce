package io.slipway.api.schema;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
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
  private static final Pattern BLOCK = Pattern.compile("(?s)```yaml\\n(.*?)```");
  private static final Pattern WHOLE =
      Pattern.compile(
          "(?m)^apiVersion: slipway.io/v1alpha1\\n"
              + "kind: (ModelDeployment|(Scheduled)?BatchScoring)\\n");

  static List<Example> valid() {
    return in("valid");
  }

  static List<Example> invalid() {
    return in("invalid");
  }

  /** Every resource of the examples and in the documentation's pages, whole ones only. */
  static List<Example> published() {
    return Stream.concat(
            files(Path.of("../examples"), ".yaml").flatMap(Example::documents),
            Stream.concat(files(Path.of("../docs"), ".md"), Stream.of(Path.of("../README.md")))
                .flatMap(Example::blocks))
        .filter(example -> WHOLE.matcher(example.yaml()).find())
        .toList();
  }

  private static Stream<Path> files(Path folder, String suffix) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(suffix)).sorted().toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<Example> documents(Path file) {
    return Stream.of(read(file).yaml().split("(?m)^---$"))
        .map(document -> new Example(file.toString(), document));
  }

  private static Stream<Example> blocks(Path page) {
    return BLOCK
        .matcher(read(page).yaml())
        .results()
        .map(block -> new Example(page.toString(), block.group(1)));
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
