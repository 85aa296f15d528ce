package io.slipway.tabular.pmml;

import io.slipway.scoring.ModelLoadException;
import io.slipway.tabular.form.Hazard;
import io.slipway.tabular.xml.Element;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Lowers what a Cox regression makes of its sum: the hazard that adds up until a point in time. */
final class CoxRegressions {
  private final Element model;
  private final ModelScope scope;
  private final Assembler assembler;
  private final Element tables;

  CoxRegressions(Element model, ModelScope scope) throws ModelLoadException {
    this.model = model;
    this.scope = scope;
    this.assembler = scope.assembler();
    this.tables = model.requireChild("BaseCumHazardTables");
  }

  /**
   * @param sum the slot of a row's sum
   * @param reference the sum of the row that the baseline is of
   */
  int hazard(int sum, double reference) throws ModelLoadException {
    Variable time = scope.resolve(model.require("endTimeVariable"), model);
    if (time.type() != FieldType.DOUBLE && time.type() != FieldType.INTEGER) {
      throw model.unsupportedValue("endTimeVariable");
    }
    List<Hazard.Baseline> baselines = new ArrayList<>();
    Optional<Integer> stratum = Optional.empty();
    if (model.has("baselineStrataVariable")) {
      Variable field = scope.resolve(model.require("baselineStrataVariable"), model);
      stratum = Optional.of(field.slot());
      for (Element element : tables.children("BaselineStratum")) {
        baselines.add(
            baseline(assembler.code(field.type(), element.require("value"), element), element));
      }
    } else {
      baselines.add(baseline(0, tables));
    }
    int result = assembler.slot();
    assembler.add(new Hazard(baselines, stratum, time.slot(), sum, reference, result));
    return result;
  }

  private static Hazard.Baseline baseline(double stratum, Element holder)
      throws ModelLoadException {
    List<double[]> steps = new ArrayList<>();
    for (Element cell : holder.children("BaselineCell")) {
      steps.add(new double[] {cell.number("time"), cell.number("cumHazard")});
    }
    if (steps.isEmpty()) {
      throw holder.invalid("it holds no BaselineCell");
    }
    steps.sort(Comparator.comparingDouble(step -> step[0]));
    for (int i = 1; i < steps.size(); i++) {
      if (steps.get(i - 1)[0] == steps.get(i)[0]) {
        throw holder.unsupported("two of its cells have one time");
      }
    }
    return new Hazard.Baseline(
        stratum,
        steps.stream().mapToDouble(step -> step[0]).toArray(),
        steps.stream().mapToDouble(step -> step[1]).toArray(),
        holder.number("maxTime"));
  }
}
