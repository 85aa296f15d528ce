package io.slipway.cli.action;

import io.slipway.cli.resource.Batch;
import io.slipway.cli.resource.Json;
import java.util.List;
import java.util.Map;

/**
 * One field of a run's or a schedule's spec that a person changes.
 *
 * @param batch as it was looked at
 * @param field below spec, like {@code publish.mode}
 * @param value that it gets
 * @param effect what comes of it, a sentence
 */
public record BatchEdit(Batch batch, String field, Object value, String effect) {

  /** The merge patch that does it, bound to the state of the object that was looked at. */
  public String patch() {
    Object nested = value;
    for (String key : List.of(field.split("\\.")).reversed()) {
      nested = Map.of(key, nested);
    }
    return Json.write(
        Map.of(
            "metadata",
            Map.of("resourceVersion", batch.metadata().resourceVersion()),
            "spec",
            nested));
  }

  /** As a line of YAML would have it. */
  public String text() {
    return "spec." + field + ": " + value;
  }
}
