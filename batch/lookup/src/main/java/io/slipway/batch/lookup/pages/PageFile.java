package io.slipway.batch.lookup.pages;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * A file that a browser gets.
 *
 * @param name by which it is asked for
 */
public record PageFile(String name, String mediaType, String content) {

  static PageFile read(String name, String mediaType) {
    try (InputStream in = Objects.requireNonNull(PageFile.class.getResourceAsStream(name), name)) {
      return new PageFile(name, mediaType, new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
