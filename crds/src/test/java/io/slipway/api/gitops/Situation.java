package io.slipway.api.gitops;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A resource as a GitOps tool meets it.
 *
 * @param name of its file, without the suffix
 * @param resource all of it, as the API server would give it
 */
record Situation(String name, JsonNode resource) {

  static final Path DOCS = Path.of("../docs/gitops");
  private static final Path FOLDER = DOCS.resolve("argocd/testdata");
  private static final String SUFFIX = ".yaml";

  static List<Situation> all() {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.sorted().map(Situation::read).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Situation named(String name) {
    return read(FOLDER.resolve(name + SUFFIX));
  }

  static JsonNode yaml(Path file) {
    try {
      return Serialization.unmarshal(Files.readString(file), JsonNode.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Situation read(Path file) {
    String name = file.getFileName().toString();
    return new Situation(name.substring(0, name.length() - SUFFIX.length()), yaml(file));
  }

  @Override
  public String toString() {
    return name;
  }
}
