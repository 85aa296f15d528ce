package io.slipway.operator.document;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What pods found when they compared engines: {@code compared.json} of the pod contract, which
 * spares pods of the same build the comparison.
 *
 * @param models by their digests, {@code sha256:} and 64 hex digits; for each build one comparison
 */
public record ComparedModels(Map<String, List<Comparison>> models) {

  /** Where nothing is known. */
  public static final ComparedModels NONE = new ComparedModels(Map.of());

  public ComparedModels {
    models = Map.copyOf(models);
  }

  /** The document, if that text is one. */
  public static Optional<ComparedModels> parse(String json) {
    return Json.read(json, ComparedModels.class);
  }

  /** The document's text. */
  public String json() {
    return Json.write(this);
  }

  /** What is known of a model. */
  public List<Comparison> of(String digest) {
    return models.getOrDefault(digest, List.of());
  }
}
