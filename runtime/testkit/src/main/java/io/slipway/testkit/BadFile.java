package io.slipway.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/**
 * A hostile or malformed file: a model, an archive or a request.
 *
 * @param file where it is, packed if {@link #packing} says so
 * @param name its path in the collection, for example {@code pmml/xxe-file.pmml}
 * @param kind {@code pmml}, {@code json}, {@code onnx}, {@code archive} or {@code request}
 * @param expectation what must become of it
 * @param what what is wrong with it
 * @param packing whether {@link #content} unpacks it
 * @param entry all that {@code index.json} says of it: {@code row}, {@code target}, {@code
 *     content_type}, {@code status}, {@code must}, ...
 */
public record BadFile(
    Path file,
    String name,
    String kind,
    Expectation expectation,
    String what,
    Packing packing,
    JsonNode entry) {

  /** What must become of a file. */
  public enum Expectation {
    /** A clear error. */
    REJECT,
    /** It must work. */
    ACCEPT,
    /** Both are fine, as long as it is always the same one. */
    EITHER
  }

  /** How a file is stored. */
  public enum Packing {
    PLAIN,
    /** To be unpacked before use. */
    GZIP
  }

  static List<BadFile> index(Path folder) {
    List<BadFile> files = new ArrayList<>();
    for (JsonNode entry : Json.read(folder.resolve("index.json")).path("files")) {
      String name = entry.path("file").asText();
      files.add(
          new BadFile(
              folder.resolve(name),
              name,
              entry.path("kind").asText(),
              Expectation.valueOf(entry.path("expect").asText().toUpperCase(Locale.ROOT)),
              entry.path("what").asText(),
              entry.path("gunzip").asBoolean() ? Packing.GZIP : Packing.PLAIN,
              entry));
    }
    return files;
  }

  /** The row to score it with, where loading alone does not show what is wrong. */
  public Optional<Map<String, Object>> row() {
    return Optional.of(Json.objectOrEmpty(entry.path("row"))).filter(row -> !row.isEmpty());
  }

  /** The file as an engine or a server is to see it: itself, or unpacked into {@code folder}. */
  public Path unpackedIn(Path folder) {
    if (packing == Packing.PLAIN) {
      return file;
    }
    Path unpacked = folder.resolve(file.getFileName().toString().replaceFirst("\\.gz$", ""));
    try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
      Files.copy(in, unpacked, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return unpacked;
  }

  /** The bytes to send or deploy, unpacked. */
  public byte[] content() {
    try (InputStream raw = Files.newInputStream(file);
        InputStream in = packing == Packing.GZIP ? new GZIPInputStream(raw) : raw) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return name + " (" + what + ")";
  }
}
