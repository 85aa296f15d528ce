package io.slipway.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Where the test models are. */
public final class TestModels {
  /** The environment variable that names the folder of the whole collection. */
  public static final String COLLECTION_VARIABLE = "SLIPWAY_TEST_MODELS";

  private TestModels() {}

  /** The models committed with this module: always there. */
  public static List<TestModel> committed() {
    return modelsIn(committedFolder());
  }

  /**
   * The whole collection, or nothing where {@link #COLLECTION_VARIABLE} is not set. A test that
   * needs it is skipped then, with {@link #COLLECTION_ABSENT} as its reason.
   */
  public static Optional<Path> collectionFolder() {
    return Optional.ofNullable(System.getenv(COLLECTION_VARIABLE))
        .filter(folder -> !folder.isBlank())
        .map(Path::of);
  }

  /** What a skipped test prints. */
  public static final String COLLECTION_ABSENT =
      COLLECTION_VARIABLE + " does not name the folder of the whole model collection";

  /** Every model there is: the collection where it is given, otherwise the committed models. */
  public static List<TestModel> available() {
    return collectionFolder().map(TestModels::modelsIn).orElseGet(TestModels::committed);
  }

  /** The committed model called {@code id}. */
  public static TestModel committed(String id) {
    return new TestModel(committedFolder().resolve(id));
  }

  /** The hostile and malformed files of {@link #available}'s folder. */
  public static List<BadFile> badFiles() {
    return BadFile.index(collectionFolder().orElseGet(TestModels::committedFolder).resolve("bad"));
  }

  /** The hostile and malformed files that are committed: the small ones. */
  public static List<BadFile> committedBadFiles() {
    return BadFile.index(committedFolder().resolve("bad"));
  }

  /** The folder of the committed models, found from any module's folder. */
  public static Path committedFolder() {
    Path start = Path.of("").toAbsolutePath();
    for (Path folder = start; folder != null; folder = folder.getParent()) {
      Path models = folder.resolve("runtime/testkit/models");
      if (Files.isDirectory(models)) {
        return models;
      }
    }
    throw new IllegalStateException(
        "no runtime/testkit/models in this folder or one above it: run tests in a module's folder");
  }

  private static List<TestModel> modelsIn(Path folder) {
    try (Stream<Path> folders = Files.list(folder)) {
      return folders
          .filter(candidate -> Files.exists(candidate.resolve("metadata.json")))
          .sorted()
          .map(TestModel::new)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
