package io.slipway.registry.pages;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/**
 * A file that a browser gets.
 *
 * @param name by which it is asked for
 * @param content text, in UTF-8
 */
public record PageFile(String name, String mediaType, byte[] content) {

  static PageFile read(String name, String mediaType) {
    try (InputStream in = Objects.requireNonNull(PageFile.class.getResourceAsStream(name), name)) {
      return new PageFile(name, mediaType, in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
