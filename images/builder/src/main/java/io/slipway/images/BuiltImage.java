package io.slipway.images;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;

/**
 * An image that was built, as {@code image.properties} tells of it.
 *
 * @param reference what pods name: registry, repository and a tag that no other content has
 * @param tar the image as an archive, unless it was pushed
 * @param digest what to pin, of an image that was pushed: one in an archive has none that a
 *     registry would give it
 * @param bytes its compressed size
 */
record BuiltImage(String reference, Optional<Path> tar, Optional<String> digest, long bytes) {

  private static final String FILE = "image.properties";

  /** The image in a folder, if one was built and its archive is still there. */
  static Optional<BuiltImage> in(Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    if (Files.notExists(file)) {
      return Optional.empty();
    }
    var properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    }
    var image =
        new BuiltImage(
            properties.getProperty("reference"),
            Optional.ofNullable(properties.getProperty("tar")).map(folder::resolve),
            Optional.ofNullable(properties.getProperty("digest")),
            Long.parseLong(properties.getProperty("bytes")));
    return Optional.of(image).filter(built -> built.tar().map(Files::exists).orElse(true));
  }

  /** Writes it without {@link Properties#store}, which would put the time of day in the file. */
  void save(Path folder) throws IOException {
    var text = new StringBuilder();
    text.append("reference=").append(reference).append('\n');
    tar.ifPresent(path -> text.append("tar=").append(path.getFileName()).append('\n'));
    digest.ifPresent(pinned -> text.append("digest=").append(pinned).append('\n'));
    text.append("bytes=").append(bytes).append('\n');
    Files.writeString(folder.resolve(FILE), text);
  }
}
