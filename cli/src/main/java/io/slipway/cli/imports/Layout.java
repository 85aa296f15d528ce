package io.slipway.cli.imports;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Reads models and versions out of paths: {@code churn/7/model.onnx} and what lies beside it,
 * {@code churn/7.onnx}, or {@code churn.onnx} for a model that has one version.
 *
 * @param model the model's name
 * @param version its label
 * @param paths of its files
 */
record Layout(String model, String version, List<String> paths) {
  private static final String ONLY = "1";
  private static final Pattern NUMBER = Pattern.compile("[vV]?(\\d{1,18})");

  /** Numbers by their size and before names, names as they sort. */
  private static final Comparator<String> OLDEST_FIRST =
      Comparator.comparing((String label) -> number(label) < 0)
          .thenComparingLong(Layout::number)
          .thenComparing(Comparator.naturalOrder());

  Layout {
    paths = List.copyOf(paths);
  }

  /** By model, and the oldest version first. Files that are part of no version are left out. */
  static List<Layout> of(List<String> paths) {
    Map<String, Map<String, List<String>>> models = new TreeMap<>();
    for (String path : paths.stream().sorted().toList()) {
      String[] parts = path.split("/", 3);
      if (parts.length == 3) {
        files(models, parts[0], parts[1]).add(path);
      } else if (Companions.isPortable(path)) {
        String name = Companions.stem(parts[parts.length - 1]);
        files(models, parts.length == 2 ? parts[0] : name, parts.length == 2 ? name : ONLY)
            .add(path);
      }
    }
    List<Layout> all = new ArrayList<>();
    models.forEach(
        (model, versions) ->
            versions.forEach((label, files) -> all.add(new Layout(model, label, files))));
    return all;
  }

  private static List<String> files(
      Map<String, Map<String, List<String>>> models, String model, String version) {
    return models
        .computeIfAbsent(model, name -> new TreeMap<>(OLDEST_FIRST))
        .computeIfAbsent(version, label -> new ArrayList<>());
  }

  /** The path of a file within the version. */
  String within(String path) {
    String folder = model + "/" + version + "/";
    return path.startsWith(folder)
        ? path.substring(folder.length())
        : path.substring(path.lastIndexOf('/') + 1);
  }

  private static long number(String label) {
    var number = NUMBER.matcher(label);
    return number.matches() ? Long.parseLong(number.group(1)) : -1;
  }
}
