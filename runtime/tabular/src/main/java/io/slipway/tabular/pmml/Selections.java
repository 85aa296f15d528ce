package io.slipway.tabular.pmml;

import io.slipway.scoring.ModelLoadException;
import io.slipway.tabular.form.Combination.WhenMissing;
import io.slipway.tabular.form.Operator;
import io.slipway.tabular.form.Values;
import io.slipway.tabular.pmml.Prediction.Output;
import io.slipway.tabular.xml.Element;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lowers segments of which one answers. */
final class Selections {
  private final Segmentation segmentation;
  private final Element element;
  private final Element model;
  private final Assembler assembler;

  private Selections(Segmentation segmentation) {
    this.segmentation = segmentation;
    this.element = segmentation.element();
    this.model = segmentation.model();
    this.assembler = segmentation.scope().assembler();
  }

  static Prediction first(Segmentation segmentation) throws ModelLoadException {
    return new Selections(segmentation).first();
  }

  /** The first segment whose predicate holds answers; later ones count for nothing. */
  private Prediction first() throws ModelLoadException {
    List<Segment> segments = segmentation.segments();
    int[] chosen = new int[segments.size()];
    for (int i = 0; i < chosen.length; i++) {
      Segment segment = segments.get(i);
      chosen[i] = segment.condition().orElse(assembler.constant(Values.TRUE));
      if (segmentation.whenMissing() == WhenMissing.SKIP) {
        int target = segment.prediction().target(model).value().slot();
        chosen[i] =
            assembler.step(
                Operator.SELECT,
                chosen[i],
                assembler.step(Operator.IS_NOT_MISSING, target),
                assembler.constant(Values.FALSE));
      }
    }
    List<Target> targets = new ArrayList<>();
    for (Segment segment : segments) {
      targets.add(segment.prediction().target(model));
    }
    Map<String, Output> outputs = new LinkedHashMap<>();
    for (Segment segment : segments) {
      for (Map.Entry<String, Output> entry : segment.prediction().outputs().entrySet()) {
        if (!outputs.containsKey(entry.getKey())) {
          outputs.put(entry.getKey(), select(entry.getKey(), entry.getValue(), segments, chosen));
        }
      }
    }
    return new Prediction(List.of(select(targets, chosen)), outputs);
  }

  private Target select(List<Target> targets, int[] chosen) throws ModelLoadException {
    Target first = targets.get(0);
    int[] values = targets.stream().mapToInt(target -> target.value().slot()).toArray();
    Optional<Target.Distribution> distribution = first.distribution();
    for (Target target : targets) {
      if (!target.name().equals(first.name()) || target.value().type() != first.value().type()) {
        throw element.unsupported("its segments predict different fields");
      }
      if (!target
          .distribution()
          .map(all -> Map.entry(all.kind(), all.codes()))
          .equals(distribution.map(all -> Map.entry(all.kind(), all.codes())))) {
        throw element.unsupported("its segments have their categories in different orders");
      }
    }
    if (distribution.isPresent()) {
      int size = distribution.get().codes().size();
      int start = assembler.slots(size);
      for (int i = 0; i < size; i++) {
        int offset = i;
        int[] shares =
            targets.stream()
                .mapToInt(target -> target.distribution().orElseThrow().first() + offset)
                .toArray();
        assembler.copy(select(shares, chosen), start + i);
      }
      distribution = distribution.map(all -> all.at(start));
    }
    return new Target(
        first.name(), Variable.of(first.value().type(), select(values, chosen)), distribution);
  }

  private Output select(String name, Output like, List<Segment> segments, int[] chosen)
      throws ModelLoadException {
    int[] values = new int[segments.size()];
    boolean isOfDocument = true;
    for (int i = 0; i < values.length; i++) {
      Output output = segments.get(i).prediction().outputs().get(name);
      if (output != null && output.value().type() != like.value().type()) {
        throw output.field().unsupported("another segment puts it out with another type");
      }
      values[i] = output == null ? assembler.constant(Values.MISSING) : output.value().slot();
      isOfDocument &= output == null || assembler.texts().isOfDocument(output.value());
    }
    Variable selected = Variable.of(like.value().type(), select(values, chosen));
    if (isOfDocument) {
      assembler.texts().ofDocument(selected);
    }
    return new Output(like.field(), selected, like.origin());
  }

  private int select(int[] values, int[] chosen) {
    int slot = assembler.constant(Values.MISSING);
    for (int i = values.length - 1; i >= 0; i--) {
      slot = assembler.step(Operator.SELECT, chosen[i], values[i], slot);
    }
    return slot;
  }
}
