package io.slipway.images;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;

/**
 * NVIDIA's shared libraries out of its Python wheels, which are zip files, and their licences. They
 * lie beside the C library, where the dynamic loader looks without being told: ONNX Runtime's
 * provider opens some of them by name.
 */
final class CudaLibraries {

  private static final Pattern WHEEL = Pattern.compile("^([a-z0-9_]+)-[^/]*\\.whl$");
  private static final Pattern LIBRARY =
      Pattern.compile("^nvidia/[^/]+/lib/([^/]+\\.so\\.[.0-9]+)$");
  private static final Pattern LICENCE =
      Pattern.compile("\\.dist-info/(?:licenses/)?License\\.txt$");

  /** Wrappers for programs written against other libraries, and variants that nothing asks for. */
  private static final Pattern UNUSED = Pattern.compile("^lib(?:nvblas|cufftw)\\.|\\.alt\\.");

  private CudaLibraries() {}

  /**
   * Copies what the wheels of a folder hold.
   *
   * @param root the folder that stands for {@code /}
   * @param place where libraries go in it
   * @return a layer for each wheel: nodes pull several layers at a time, and a new version of one
   *     library leaves the others as they are
   */
  static List<Layer> copy(Path root, Path place, Path wheels) throws IOException {
    Path folder = Files.createDirectories(root.resolve(place.toString().substring(1)));
    List<Layer> layers = new ArrayList<>();
    for (Path wheel : FileTree.list(wheels)) {
      var name = WHEEL.matcher(wheel.getFileName().toString());
      if (name.matches()) {
        layers.add(new Layer(name.group(1), root, unpack(wheel, name.group(1), folder, root)));
      }
    }
    if (layers.isEmpty()) {
      throw new ImageException(wheels + " holds no wheels");
    }
    return layers;
  }

  private static List<Path> unpack(Path wheel, String name, Path folder, Path root)
      throws IOException {
    List<Path> files = new ArrayList<>();
    try (var zip = new JarFile(wheel.toFile())) {
      for (JarEntry entry : (Iterable<JarEntry>) zip.stream()::iterator) {
        var library = LIBRARY.matcher(entry.getName());
        if (library.matches() && !UNUSED.matcher(library.group(1)).find()) {
          files.add(write(zip, entry, folder.resolve(library.group(1))));
        } else if (LICENCE.matcher(entry.getName()).find()) {
          Path notices = Files.createDirectories(root.resolve("usr/share/doc").resolve(name));
          files.add(write(zip, entry, notices.resolve("copyright")));
        }
      }
    }
    return files.stream().sorted().toList();
  }

  private static Path write(JarFile zip, JarEntry entry, Path target) throws IOException {
    try (InputStream bytes = zip.getInputStream(entry)) {
      Files.copy(bytes, target);
    }
    FileTree.markContent(target, entry);
    return target;
  }
}
