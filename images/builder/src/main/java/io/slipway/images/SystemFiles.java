package io.slipway.images;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The few files that a C library and a JVM expect of a system, and the folders that are mounted.
 */
final class SystemFiles {

  /** The user that the image runs as; the numbers are those of other images without a shell. */
  static final String USER = "65532:65532";

  /** The locale that ONNX Runtime's StringNormalizer asks for by name. */
  static final String LOCALE = "en_US.UTF-8";

  private static final List<String> MOUNT_POINTS = List.of("dev", "proc", "sys", "tmp");

  private SystemFiles() {}

  static void write(Path root) throws IOException {
    text(root, "etc/passwd", "slipway:x:65532:65532:slipway:/tmp:/nonexistent\n");
    text(root, "etc/group", "slipway:x:65532:\n");
    text(root, "etc/nsswitch.conf", "passwd: files\ngroup: files\nhosts: files dns\n");
    for (String mountPoint : MOUNT_POINTS) {
      Files.createDirectories(root.resolve(mountPoint));
    }
    locale(root);
  }

  /**
   * C.UTF-8's character classes and case mapping under the name of en_US.UTF-8: they are Unicode's
   * in both, and every glibc system has the one while few have the other.
   */
  private static void locale(Path root) throws IOException {
    Path source = Path.of("/usr/lib/locale/C.utf8");
    if (Files.notExists(source)) {
      throw new ImageException(
          "this machine has no " + source + ", which models that normalise text need in the image");
    }
    Path target = root.resolve("usr/lib/locale/en_US.utf8");
    Files.createDirectories(target);
    for (Path path : FileTree.list(source)) {
      Files.copy(path, target.resolve(source.relativize(path).toString()));
    }
  }

  private static void text(Path root, String path, String content) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }
}
