package io.slipway.images.check;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where the build left the root file systems of the images. */
final class ImageRoot {

  private static final Path IMAGES = Path.of(System.getProperty("slipway.images"));

  private ImageRoot() {}

  /** That of an image; a test that asks for one with the Java of its base image is skipped. */
  static Path of(String image) {
    Path root = IMAGES.resolve(image).resolve("target/root").toAbsolutePath().normalize();
    assume(Files.exists(root), "the image " + image + " was not asked for");
    assume(
        Files.exists(root.resolve("opt/java")),
        "the image " + image + " was built upon a base image and has no Java runtime of its own");
    return root;
  }

  /** Skips a test of a cache that the build could not make. */
  static void assumeCache(Path root) {
    assume(
        Files.exists(root.resolve("app/app.aot")),
        root + " has no ahead-of-time cache; the build said why");
  }

  private static void assume(boolean holds, String otherwise) {
    if (!holds) {
      System.out.println("Skipped: " + otherwise);
    }
    assumeTrue(holds, otherwise);
  }
}
