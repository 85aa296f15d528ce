package io.slipway.tabular.pmml;

import io.slipway.scoring.ModelLoadException;
import io.slipway.tabular.form.Combination.WhenMissing;
import io.slipway.tabular.form.Mask;
import io.slipway.tabular.form.Operator;
import io.slipway.tabular.form.Values;
import io.slipway.tabular.pmml.Prediction.Output;
import io.slipway.tabular.pmml.Prediction.Output.Origin;
import io.slipway.tabular.xml.Element;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lowers segments one after the other, each seeing what those before put out. */
final class Chains {
  private final Segmentation segmentation;
  private final Element element;
  private final Element model;
  private final ModelScope scope;
  private final Assembler assembler;

  private Chains(Segmentation segmentation) {
    this.segmentation = segmentation;
    this.element = segmentation.element();
    this.model = segmentation.model();
    this.scope = segmentation.scope();
    this.assembler = scope.assembler();
  }

  /** The last one answers. */
  static Prediction chain(Segmentation segmentation) throws ModelLoadException {
    return new Chains(segmentation).chain();
  }

  /** Each answers for a field of its own. */
  static Prediction multiChain(Segmentation segmentation) throws ModelLoadException {
    return new Chains(segmentation).multiChain();
  }

  private Prediction chain() throws ModelLoadException {
    List<Segment> segments = linked();
    Segment last = segments.get(segments.size() - 1);
    if (last.condition().isPresent()) {
      throw element.unsupported("the last segment of a chain has a condition");
    }
    return segmentation.whenMissing() == WhenMissing.RETURN_MISSING
        ? masked(segments, last.prediction())
        : last.prediction().withoutEntities();
  }

  private Prediction multiChain() throws ModelLoadException {
    List<Segment> segments = linked();
    List<Target> targets = new ArrayList<>();
    Map<String, Output> outputs = new LinkedHashMap<>();
    for (Segment segment : segments) {
      if (segment.condition().isPresent()) {
        throw element.unsupported("a segment with a condition");
      }
      targets.addAll(segment.prediction().targets());
      outputs.putAll(segment.prediction().outputs());
    }
    Prediction all = new Prediction(targets, outputs);
    return segmentation.whenMissing() == WhenMissing.RETURN_MISSING ? masked(segments, all) : all;
  }

  private List<Segment> linked() throws ModelLoadException {
    if (segmentation.whenMissing() == WhenMissing.SKIP) {
      throw element.invalid("segments of a chain cannot be skipped");
    }
    List<Segment> segments = new ArrayList<>();
    for (Element child : element.children()) {
      Segment segment = segmentation.segment(child);
      for (Map.Entry<String, Output> output : segment.prediction().outputs().entrySet()) {
        declare(output.getKey(), output.getValue(), segment);
      }
      segments.add(segment);
    }
    if (segments.isEmpty()) {
      throw element.invalid("it holds no Segment");
    }
    return segments;
  }

  private void declare(String name, Output output, Segment segment) {
    Variable value = output.value();
    int slot = value.slot();
    if (output.origin() == Origin.TARGET
        && segmentation.whenMissing() != WhenMissing.RETURN_MISSING) {
      slot = assembler.step(Operator.REQUIRE, slot);
    }
    if (segment.condition().isPresent()) {
      int failed = assembler.constant(Values.FAILED);
      int visible = assembler.step(Operator.SELECT, segment.condition().get(), slot, failed);
      scope.declare(name, assembler.texts().following(Variable.of(value.type(), visible), value));
      return;
    }
    if (segmentation.whenMissing() != WhenMissing.RETURN_MISSING) {
      assembler.check(slot);
    }
    Variable declared =
        new Variable(value.type(), value.opType(), slot, value.text(), Optional.empty());
    scope.declare(name, assembler.texts().following(declared, value));
  }

  /**
   * Without the prediction of one segment there is none at all: copies that are then taken away.
   */
  private Prediction masked(List<Segment> segments, Prediction prediction) {
    Mask.Builder mask = new Mask.Builder();
    for (Segment segment : segments) {
      segment.prediction().outputs().values().forEach(o -> mask.check(ifTaken(segment, o.value())));
      for (Target target : segment.prediction().targets()) {
        int slot = ifTaken(segment, target.value());
        if (outputsNeedTarget()) {
          mask.check(assembler.step(Operator.REQUIRE, slot));
        } else {
          mask.require(slot);
        }
      }
    }
    Copies copies = new Copies();
    List<Target> targets = new ArrayList<>();
    for (Target target : prediction.targets()) {
      targets.add(
          new Target(
              target.name(),
              copies.of(target.value()),
              target
                  .distribution()
                  .map(all -> all.at(copies.of(all.first(), all.codes().size())))));
    }
    Map<String, Output> outputs = new LinkedHashMap<>();
    for (Map.Entry<String, Output> output : prediction.outputs().entrySet()) {
      Variable copy = copies.of(output.getValue().value());
      outputs.put(
          output.getKey(), new Output(output.getValue().field(), copy, output.getValue().origin()));
      scope.redeclare(output.getKey(), copy);
    }
    assembler.add(mask.build(copies.slots.stream().mapToInt(Integer::intValue).toArray()));
    return new Prediction(targets, outputs);
  }

  /**
   * Whether the model's own outputs show a prediction whose field it does not name: for the
   * reference that is a failure where there is none.
   */
  private boolean outputsNeedTarget() {
    if (!scope.mining().targets().isEmpty()) {
      return false;
    }
    return model.children("Output").stream()
        .flatMap(output -> output.children().stream())
        .map(field -> field.attribute("feature", "predictedValue"))
        .anyMatch(feature -> !feature.equals("transformedValue") && !feature.equals("decision"));
  }

  /** A slot that holds some value where the segment takes no part. */
  private int ifTaken(Segment segment, Variable value) {
    return segment.condition().isEmpty()
        ? value.slot()
        : assembler.step(
            Operator.SELECT,
            segment.condition().get(),
            value.slot(),
            assembler.constant(Values.TRUE));
  }

  /** Copies of slots, since the originals may be inputs or constants. */
  private final class Copies {
    private final List<Integer> slots = new ArrayList<>();

    Variable of(Variable variable) {
      return assembler
          .texts()
          .following(Variable.of(variable.type(), of(variable.slot(), 1)), variable);
    }

    int of(int first, int count) {
      int copy = assembler.slots(count);
      for (int i = 0; i < count; i++) {
        assembler.copy(first + i, copy + i);
        slots.add(copy + i);
      }
      return copy;
    }
  }
}
