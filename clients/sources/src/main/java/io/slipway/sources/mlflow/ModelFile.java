package io.slipway.sources.mlflow;

import io.slipway.sources.SourceProblem;
import io.slipway.sources.SourceProblem.Kind;
import io.slipway.sources.Web;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Which of a version's files is the model: the one that a flavor {@code onnx} or {@code pmml}
 * names, or else the only file whose name ends in .onnx or .pmml.
 *
 * @param path relative to the version's folder; empty where the version is one file
 */
public record ModelFile(String path) {
  private static final List<String> PORTABLE = List.of("onnx", "pmml");
  private static final Set<String> MLFLOWS_OWN =
      Set.of(
          MlModel.FILE,
          "conda.yaml",
          "input_example.json",
          "python_env.yaml",
          "registered_model_meta",
          "requirements.txt",
          "serving_input_example.json");

  /**
   * Looks into the version's folder.
   *
   * @param what is looked at, for a message
   */
  public static ModelFile in(Artifacts artifacts, String what, Web web) throws SourceProblem {
    if (isPortable(artifacts.display())) {
      return new ModelFile("");
    }
    Map<String, String> flavors = flavors(artifacts, what, web);
    for (String flavor : PORTABLE) {
      String data = flavors.getOrDefault(flavor, "");
      if (!data.isEmpty()) {
        requireWithin(data, what);
        return new ModelFile(data);
      }
    }
    List<String> found =
        artifacts.files().orElse(List.of()).stream().filter(ModelFile::isPortable).toList();
    if (found.size() == 1) {
      return new ModelFile(found.getFirst());
    }
    throw new SourceProblem(Kind.UNSUPPORTED, unsupported(what, flavors, found));
  }

  /**
   * What else lies beside it and is not MLflow's own, such as an ONNX model's weights; nothing
   * where the model lies deeper, or nobody tells.
   */
  public List<String> beside(Artifacts artifacts) throws SourceProblem {
    if (path.isEmpty() || path.contains("/")) {
      return List.of();
    }
    return artifacts.files().orElse(List.of()).stream()
        .filter(file -> !file.equals(path) && !MLFLOWS_OWN.contains(file))
        .toList();
  }

  private static String unsupported(String what, Map<String, String> flavors, List<String> found) {
    if (found.size() > 1) {
      return "%s has several models, %s: register a version for each"
          .formatted(what, String.join(" and ", found));
    }
    return flavors.isEmpty()
        ? what
            + " has no MLmodel that names an ONNX or PMML file, and none is found beside: log the model as"
            + " ONNX or PMML too"
        : "%s has the flavors %s, and none that can be served without Python: log the model as ONNX or PMML too"
            .formatted(what, String.join(", ", flavors.keySet()));
  }

  private static Map<String, String> flavors(Artifacts artifacts, String what, Web web)
      throws SourceProblem {
    Web.Answer answer = web.ask(artifacts.file(MlModel.FILE));
    String refused = "%s answered %d for %s".formatted(artifacts.display(), answer.status(), what);
    return switch (answer.status()) {
      case 200 -> MlModel.flavors(answer.body());
      case 404 -> Map.of();
      case 401, 403 ->
          throw new SourceProblem(
              Kind.FORBIDDEN, refused + ": check the keys that it is asked with");
      default -> {
        if (answer.status() < 500 && answer.status() != 429) {
          throw new SourceProblem(
              Kind.FORBIDDEN,
              refused + ": its store does not take this request; check AWS_REGION and the address");
        }
        if (isMissing(artifacts)) {
          yield Map.of();
        }
        throw new SourceProblem(
            Kind.UNREACHABLE, refused + ": see whether its store works, and try again");
      }
    };
  }

  /** MLflow answers 500 for a file that is not there, unless its store is a folder. */
  private static boolean isMissing(Artifacts artifacts) throws SourceProblem {
    return artifacts.files().filter(files -> !files.contains(MlModel.FILE)).isPresent();
  }

  /** Somebody else wrote the path: it is to lead to a file of the version and to nothing else. */
  private static void requireWithin(String path, String what) throws SourceProblem {
    for (String part : path.split("/", -1)) {
      if (part.isEmpty() || part.equals(".") || part.equals("..")) {
        throw new SourceProblem(
            Kind.UNSUPPORTED,
            what + " has an MLmodel whose model is outside of its folder: register it again");
      }
    }
  }

  private static boolean isPortable(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return PORTABLE.stream().anyMatch(format -> lower.endsWith("." + format));
  }
}
