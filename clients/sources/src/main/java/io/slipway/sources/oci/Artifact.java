package io.slipway.sources.oci;

import com.fasterxml.jackson.databind.JsonNode;
import io.slipway.sources.SourceProblem;
import io.slipway.sources.SourceProblem.Kind;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What an image manifest says of the model in it.
 *
 * @param manifest the digest by which the registry has the manifest
 * @param file the digest of the model's bytes, which the registry has as a blob
 */
public record Artifact(String manifest, String file) {
  /** The annotation with a file's name, as ORAS and others push files. */
  private static final String TITLE = "org.opencontainers.image.title";

  private static final List<String> PORTABLE = List.of(".onnx", ".pmml");
  private static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}");

  /** A file of the artifact. */
  private record Layer(String digest, String title, String mediaType) {
    static Layer of(JsonNode node) {
      return new Layer(
          node.path("digest").asText(),
          node.path("annotations").path(TITLE).asText(),
          node.path("mediaType").asText());
    }

    boolean isPortable() {
      String name = title.toLowerCase(Locale.ROOT);
      return PORTABLE.stream().anyMatch(name::endsWith);
    }

    /** What is pushed without a type of its own has the one of an image's layer, .tar or not. */
    boolean isPacked() {
      return mediaType.endsWith("+gzip")
          || mediaType.endsWith("+zstd")
          || (!isPortable() && mediaType.endsWith(".tar"));
    }
  }

  /**
   * The model is the only file whose name ends in .onnx or .pmml, or else the only file.
   *
   * @param what is looked at, for a message
   * @param manifest its digest
   */
  static Artifact of(String what, String manifest, JsonNode document) throws SourceProblem {
    List<Layer> layers = document.path("layers").valueStream().map(Layer::of).toList();
    List<Layer> portable = layers.stream().filter(Layer::isPortable).toList();
    List<Layer> chosen = portable.isEmpty() ? layers : portable;
    if (chosen.size() != 1) {
      throw new SourceProblem(
          Kind.UNSUPPORTED,
          "%s has %s: push the model as one file whose name ends in .onnx or .pmml, each model as an artifact of its own"
              .formatted(what, layers.isEmpty() ? "no files" : "the files " + names(layers)));
    }
    Layer model = chosen.getFirst();
    if (model.isPacked()) {
      throw new SourceProblem(
          Kind.UNSUPPORTED,
          "%s has its model in an archive (%s): push the file itself, as oras push does"
              .formatted(what, model.mediaType()));
    }
    if (!DIGEST.matcher(model.digest()).matches()) {
      throw new SourceProblem(
          Kind.UNSUPPORTED,
          "%s names its model by %s, and not by sha256: push it again"
              .formatted(what, model.digest().isEmpty() ? "no digest" : "another digest"));
    }
    return new Artifact(manifest, model.digest());
  }

  private static String names(List<Layer> layers) {
    return layers.stream()
        .map(layer -> layer.title().isEmpty() ? layer.mediaType() : layer.title())
        .collect(Collectors.joining(", "));
  }
}
