package io.slipway.tabular.pmml;

import io.slipway.scoring.ModelLoadException;
import io.slipway.tabular.form.Precision;
import io.slipway.tabular.xml.Element;
import java.util.List;

/** Lowers a model of models: its segments one after the other, then what is made of them. */
final class Ensembles {
  private Ensembles() {}

  static Prediction lower(Element model, ModelScope scope, Precision precision)
      throws ModelLoadException {
    Segmentation segmentation = new Segmentation(model, scope, precision);
    if (handsThrough(model)
        && TargetField.all(model, scope).stream().anyMatch(TargetField::hasDefaults)) {
      throw model.unsupported("defaults of a model whose prediction is that of one inside it");
    }
    return switch (segmentation.element().require("multipleModelMethod")) {
      case "modelChain" -> Chains.chain(segmentation);
      case "x-multiModelChain", "multiModelChain" -> Chains.multiChain(segmentation);
      case "selectFirst" -> Selections.first(segmentation);
      default -> Committees.lower(segmentation);
    };
  }

  /** Whether a model's prediction is that of a model inside it. */
  static boolean handsThrough(Element model) throws ModelLoadException {
    return model.is("MiningModel")
        && List.of("modelChain", "x-multiModelChain", "multiModelChain", "selectFirst", "selectAll")
            .contains(model.requireChild("Segmentation").require("multipleModelMethod"));
  }
}
