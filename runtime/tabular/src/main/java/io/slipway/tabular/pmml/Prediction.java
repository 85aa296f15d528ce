package io.slipway.tabular.pmml;

import io.slipway.scoring.ModelLoadException;
import io.slipway.tabular.xml.Element;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a lowered model answers.
 *
 * @param targets its predictions, in the order of the mining schema
 * @param outputs all that its output element declares, in order
 */
record Prediction(List<Target> targets, Map<String, Output> outputs) {

  /**
   * An output.
   *
   * @param field the element that declares it
   * @param value what it holds; missing where the target is
   */
  record Output(Element field, Variable value, Origin origin) {
    /** What an output is computed from. */
    enum Origin {
      /** The prediction: where there is none, the output is not there to refer to either. */
      TARGET,
      EXPRESSION
    }

    boolean isFinal() {
      return field.attribute("isFinalResult", "true").equals("true");
    }
  }

  Prediction {
    targets = List.copyOf(targets);
    outputs = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
  }

  static Prediction of(Target target) {
    return new Prediction(List.of(target), Map.of());
  }

  Prediction with(Map<String, Output> more) {
    Map<String, Output> all = new LinkedHashMap<>(outputs);
    all.putAll(more);
    return new Prediction(targets, all);
  }

  /** What a model around it answers, whose entities are its segments. */
  Prediction withoutEntities() {
    return new Prediction(targets.stream().map(Target::withoutEntity).toList(), outputs);
  }

  /** The one prediction of a model that makes one. */
  Target target(Element model) throws ModelLoadException {
    if (targets.size() != 1) {
      throw model.unsupported("it predicts %d fields, not one".formatted(targets.size()));
    }
    return targets.get(0);
  }

  Optional<Target> target(String name) {
    return targets.stream().filter(target -> target.name().equals(Optional.of(name))).findFirst();
  }

  /** Slots that must hold a value for the prediction to be one. */
  List<Integer> targetSlots() {
    List<Integer> slots = new ArrayList<>();
    targets.forEach(target -> slots.add(target.checked()));
    return slots;
  }
}
