package io.slipway.client;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * A file that is to become part of a version.
 *
 * @param path within the version, with {@code /} between its parts
 * @param file where it is
 */
public record LocalFile(String path, Path file, String digest, long size) {

  /**
   * A file, or all files of a folder, hashed.
   *
   * @throws IOException when one cannot be read, with a sentence that names it
   */
  public static List<LocalFile> under(Path path, Progress progress) throws IOException {
    if (Files.isRegularFile(path)) {
      return List.of(hashed(String.valueOf(path.getFileName()), path, progress));
    }
    if (!Files.isDirectory(path)) {
      throw new IOException(path + ": there is no such file or folder; name the exported model");
    }
    List<LocalFile> files = new ArrayList<>();
    try (Stream<Path> all = Files.walk(path)) {
      for (Path file : all.sorted().toList()) {
        if (Files.isSymbolicLink(file)) {
          throw new IOException(file + ": it is a link; put the file itself in its place");
        }
        if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
          files.add(hashed(relative(path, file), file, progress));
        }
      }
    }
    if (files.isEmpty()) {
      throw new IOException(path + ": the folder is empty; name the exported model");
    }
    return files;
  }

  private static LocalFile hashed(String name, Path file, Progress progress) throws IOException {
    long size = Files.size(file);
    progress.begun(Progress.Work.HASHING, name, size);
    Sha256 hash = new Sha256();
    long read = hash.read(file, progress::at);
    progress.ended();
    return new LocalFile(name, file, hash.text(), read);
  }

  private static String relative(Path root, Path file) {
    StringBuilder path = new StringBuilder();
    for (Path part : root.relativize(file)) {
      path.append(path.isEmpty() ? "" : "/").append(part);
    }
    return path.toString();
  }

  /** What kind of file it seems to be, by its name. */
  String mediaType() {
    String name = path.toLowerCase(Locale.ROOT);
    if (name.endsWith(".pmml") || name.endsWith(".xml")) {
      return "application/xml";
    }
    return name.endsWith(".json") ? "application/json" : "application/octet-stream";
  }
}
