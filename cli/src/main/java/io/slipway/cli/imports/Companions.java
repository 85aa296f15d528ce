package io.slipway.cli.imports;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Which of the files of a version make up a model that can be served. */
final class Companions {
  private static final Set<String> PORTABLE = Set.of("onnx", "pmml");

  /** What only Python reads, and may run: it never is the weights of an ONNX model. */
  private static final Set<String> OTHERS =
      Set.of(
          "cbm",
          "ckpt",
          "dill",
          "h5",
          "jar",
          "joblib",
          "json",
          "keras",
          "md",
          "npy",
          "npz",
          "pickle",
          "pkl",
          "pt",
          "pth",
          "py",
          "safetensors",
          "tar",
          "txt",
          "yaml",
          "yml",
          "zip");

  private Companions() {}

  static boolean isPortable(String path) {
    return PORTABLE.contains(extension(path));
  }

  /** The name of a file without what says its format. */
  static String stem(String name) {
    return name.substring(0, name.length() - extension(name).length() - 1);
  }

  /** The only file that can be served; empty where there is none, or more than one. */
  static Optional<String> model(List<String> paths) {
    List<String> found = paths.stream().filter(Companions::isPortable).toList();
    return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
  }

  /** The model, and what may be its weights. PMML has none. */
  static List<String> of(String model, List<String> paths) {
    boolean onnx = extension(model).equals("onnx");
    return paths.stream()
        .filter(
            path ->
                path.equals(model)
                    || (onnx
                        && !isPortable(path)
                        && !OTHERS.contains(extension(path))
                        && !path.equals("MLmodel")))
        .toList();
  }

  private static String extension(String path) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }
}
