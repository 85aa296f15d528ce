package io.slipway.images;

import java.nio.file.Path;
import java.util.List;

/**
 * A layer of the image: files and folders under one root, which is {@code /} in the image.
 *
 * @param name what is in it
 * @param root the folder that stands for {@code /}
 * @param paths what the layer has of it, sorted
 */
record Layer(String name, Path root, List<Path> paths) {

  /** Where a path of this layer lies in the image. */
  String inImage(Path path) {
    return "/" + root.relativize(path);
  }
}
