package io.slipway.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** The folder {@code examples/}. */
final class Examples {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Examples() {}

  static Path folder() {
    return Path.of(System.getProperty("slipway.root", "..")).resolve("examples").normalize();
  }

  /** One example: a model, its rows, and what the framework that trained it predicts for them. */
  record Example(Path folder) {
    String name() {
      return folder.getFileName().toString();
    }

    Path file(String name) {
      return folder.resolve(name);
    }

    JsonNode requests() {
      try {
        return JSON.readTree(folder.resolve("requests.json").toFile());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** The body that asks for all rows. */
    String body() {
      return JSON.createObjectNode().set("instances", requests().path("instances")).toString();
    }

    String digest(String version) {
      try (Stream<Path> files = Files.list(folder)) {
        Path model =
            files
                .filter(f -> f.getFileName().toString().matches(version + "\\.(pmml|json|onnx)"))
                .findFirst()
                .orElseThrow();
        return "sha256:"
            + HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(model)));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (NoSuchAlgorithmException e) {
        throw new AssertionError(e);
      }
    }

    @Override
    public String toString() {
      return name();
    }
  }

  static Example named(String name) {
    return new Example(folder().resolve(name));
  }

  /** Those whose model is scored by Slipway's own runtime. */
  static List<Example> all() {
    try (Stream<Path> folders = Files.list(folder())) {
      return folders
          .filter(folder -> Files.exists(folder.resolve("requests.json")))
          .sorted()
          .map(Example::new)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
