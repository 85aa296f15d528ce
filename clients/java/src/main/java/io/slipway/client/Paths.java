package io.slipway.client;

import io.slipway.client.RegistryException.Kind;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Paths within a version, and parts of addresses. */
final class Paths {
  private Paths() {}

  /**
   * Where a version's file belongs in a folder. The registry lets no such path in; one that leads
   * out of the folder is refused here all the same, for the answer may be somebody else's.
   */
  static Path within(Path folder, String path) throws RegistryException {
    try {
      boolean plain =
          Arrays.stream(path.split("/", -1))
              .noneMatch(part -> part.isEmpty() || part.equals(".") || part.equals(".."));
      Path file = folder.resolve(path).normalize();
      if (plain && path.indexOf('\\') < 0 && file.startsWith(folder.normalize())) {
        return file;
      }
    } catch (InvalidPathException e) {
      // Refused below.
    }
    throw new RegistryException(
        Kind.CORRUPT,
        "the version's file '" + path.replaceAll("\\p{C}", "?") + "'",
        "its path leads out of the folder",
        "take the version for hostile, and tell whoever keeps the registry");
  }

  /** A part of an address. */
  static String part(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8)
        .replace("+", "%20")
        .replace("%3A", ":")
        .replace("%40", "@");
  }

  /** The same with its slashes. */
  static String encoded(String path) {
    return Arrays.stream(path.split("/", -1)).map(Paths::part).collect(Collectors.joining("/"));
  }
}
