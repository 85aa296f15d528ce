package io.slipway.tabular.pmml;

import io.slipway.scoring.DataType;
import io.slipway.scoring.Field;
import io.slipway.scoring.Field.Presence;
import io.slipway.scoring.Landmarks;
import io.slipway.scoring.ModelLoadException;
import io.slipway.scoring.Shape;
import io.slipway.tabular.form.Domain;
import io.slipway.tabular.form.Values;
import io.slipway.tabular.model.Input;
import io.slipway.tabular.model.Output;
import io.slipway.tabular.model.TabularModel;
import io.slipway.tabular.model.Temporal;
import io.slipway.tabular.text.TextSlots;
import io.slipway.tabular.xml.Element;
import io.slipway.tabular.xml.Numbers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lowers a whole document to a model. */
public final class PmmlLowering {
  /** The name of the prediction of a model that names neither a target nor an output. */
  private static final String UNNAMED_TARGET = "predictedValue";

  private final Assembler assembler = new Assembler();
  private final Dictionaries dictionaries;
  private final Element model;
  private final ModelScope scope;

  private PmmlLowering(Element root) throws ModelLoadException {
    PmmlRoot.check(root);
    this.dictionaries = new Dictionaries(root);
    this.model = PmmlRoot.onlyModel(root);
    this.scope = new ModelScope(assembler, dictionaries, Optional.empty(), model);
  }

  /**
   * @throws ModelLoadException with {@link ModelLoadException.Reason#MODEL_UNSUPPORTED} where the
   *     document holds what only another engine may know
   */
  public static TabularModel lower(Element root) throws ModelLoadException {
    return new PmmlLowering(root).lower();
  }

  private TabularModel lower() throws ModelLoadException {
    List<InputField> fields = new ArrayList<>();
    for (Element mining : scope.mining().inputs()) {
      InputField field = InputField.of(mining, dictionaries, assembler);
      scope.declare(field.name(), field.variable());
      assembler.texts().input(field.variable().slot());
      if (field.domain().keepsInvalid()) {
        assembler.keepsInvalid(field.variable().slot());
      }
      fields.add(field);
    }
    Prediction prediction = Models.lower(model, scope);
    prediction.outputs().values().forEach(output -> assembler.check(output.value().slot()));
    prediction.targetSlots().forEach(assembler::check);
    List<Output> outputs = outputs(prediction);
    List<Input> inputs = new ArrayList<>();
    for (InputField field : fields) {
      inputs.add(input(field));
    }
    VerificationTable table = VerificationTable.of(model);
    for (Output output : outputs) {
      if (output.wording() != Output.Wording.CODE && table.holds(output.field().name())) {
        throw model.unsupported(
            output.wording() == Output.Wording.UNITS
                ? "verification rows with an answer that is a duration"
                : "verification rows with a number that is text");
      }
    }
    TabularModel lowered =
        new TabularModel(
            inputs,
            outputs,
            assembler.checks(),
            assembler.build(),
            signature ->
                new Landmarks(
                    table.batch(signature).map(List::of).orElse(List.of()),
                    landmarks(fields, Thresholds.of(model.document().root(), signature))));
    table.check(lowered, model);
    return lowered;
  }

  private static Map<String, List<String>> landmarks(
      List<InputField> fields, Map<String, List<String>> thresholds) {
    Map<String, List<String>> landmarks = new HashMap<>(thresholds);
    for (InputField field : fields) {
      Optional<Temporal> temporal = field.variable().type().temporal();
      if (temporal.isPresent()) {
        List<String> compared = landmarks.getOrDefault(field.name(), List.of());
        landmarks.put(field.name(), texts(temporal.get(), compared));
      }
    }
    return landmarks;
  }

  /** Examples, and the durations that a document compares with, with those beside them. */
  private static List<String> texts(Temporal temporal, List<String> compared) {
    List<String> texts = new ArrayList<>(temporal.examples());
    if (temporal.isDuration()) {
      for (String text : compared) {
        texts.addAll(temporal.about(Numbers.parse(text).orElseGet(() -> temporal.parse(text))));
      }
    }
    return texts;
  }

  private Input input(InputField field) {
    int slot = field.variable().slot();
    Optional<Temporal> temporal = field.variable().type().temporal();
    return temporal.isPresent()
        ? Input.of(field.field(), field.domain(), temporal.get(), slot)
        : new Input(
            field.field(),
            field.domain(),
            assembler.dictionary(),
            slot,
            assembler.texts().textOfInput(slot).orElse(-1));
  }

  /** Targets first, then output fields: those that are final results. */
  private List<Output> outputs(Prediction prediction) throws ModelLoadException {
    List<Output> outputs = new ArrayList<>();
    Map<String, Prediction.Output> declared = prediction.outputs();
    boolean hasFinal = declared.values().stream().anyMatch(Prediction.Output::isFinal);
    for (TargetField target : TargetField.all(model, scope)) {
      if (target.name().isPresent()) {
        String name = target.name().get();
        // An inner model that predicts a field of another name answers nothing for this one.
        int slot =
            prediction
                .target(name)
                .map(inner -> inner.value().slot())
                .orElseGet(() -> assembler.constant(Values.MISSING));
        outputs.add(answer(name, target.type(), slot));
      } else if (!hasFinal && !Ensembles.handsThrough(model)) {
        int slot = prediction.target(model).value().slot();
        outputs.add(answer(UNNAMED_TARGET, target.type(), slot));
      }
    }
    for (Map.Entry<String, Prediction.Output> entry : declared.entrySet()) {
      Prediction.Output output = entry.getValue();
      String name = entry.getKey();
      if (output.isFinal()
          && outputs.stream().noneMatch(known -> known.field().name().equals(name))) {
        FieldType shown = shown(output);
        TextSlots slots = slots(output);
        Output column = output(output.field(), name, shown, slots.slot()).withText(slots.text());
        outputs.add(shown == output.value().type() ? column : column.inDigits());
      }
    }
    return outputs;
  }

  /** The type of an output's column: the one that its values have, or text where it states none. */
  private static FieldType shown(Prediction.Output output) throws ModelLoadException {
    Element field = output.field();
    if (field.has("dataType")
        || List.of("predictedValue", "probability")
            .contains(field.attribute("feature", "predictedValue"))
        || output.value().type().column() == DataType.BYTES) {
      return output.value().type();
    }
    if (output.value().type() == FieldType.DOUBLE) {
      return FieldType.STRING;
    }
    throw field.unsupported("an output that states no dataType is text, which this one is not");
  }

  /** Where a value and its text are, which need not be one that the document knows. */
  private TextSlots slots(Prediction.Output output) throws ModelLoadException {
    Variable value = output.value();
    boolean isAny =
        value.type() == FieldType.STRING
            && (assembler.texts().mayBeAny(value)
                || (output.origin() == Prediction.Output.Origin.EXPRESSION
                    && !assembler.texts().isOfDocument(value)));
    return isAny ? assembler.texts().slots(value, output.field()) : new TextSlots(value.slot(), -1);
  }

  /** A prediction, for which the reference has no dates. */
  private Output answer(String name, FieldType type, int slot) throws ModelLoadException {
    if (type.isDuration()) {
      throw model.unsupported("a prediction that is a duration");
    }
    return output(model, name, type, slot);
  }

  private Output output(Element at, String name, FieldType type, int slot)
      throws ModelLoadException {
    if (type.temporal().isPresent() && !type.isDuration()) {
      throw at.unsupported("an answer that is a date or a time");
    }
    Output output =
        new Output(
            Field.column(name, type.column(), Presence.OPTIONAL), slot, assembler.dictionary());
    return type.isDuration() ? output.inUnits() : output;
  }

  /** An input as the document describes it. */
  private record InputField(String name, Field field, Domain domain, Variable variable) {
    static InputField of(Element mining, Dictionaries dictionaries, Assembler assembler)
        throws ModelLoadException {
      String name = mining.require("name");
      Element data =
          dictionaries
              .dataField(name)
              .orElseThrow(() -> mining.invalid("no data field is called \"" + name + "\""));
      FieldType type = FieldType.of(data);
      if (type == FieldType.STRING
          && MiningFields.opType(mining, Optional.of(data)).equals("continuous")) {
        throw data.unsupported("a continuous field of texts");
      }
      boolean isDate = type.temporal().isPresent() && !type.isDuration();
      if (isDate
          && (mining.has("missingValueReplacement")
              || mining.has("invalidValueReplacement")
              || !data.children().isEmpty())) {
        throw data.unsupported("dates or times that are listed or replaced");
      }
      Domain domain = MiningFields.domain(mining, Optional.of(data), type, assembler);
      boolean refuses = domain.whenInvalid() == Domain.WhenInvalid.REFUSE;
      Field field =
          new Field(
              name,
              type.column(),
              Shape.of(Shape.DYNAMIC),
              domain.whenMissing() == Domain.WhenMissing.REFUSE
                  ? Presence.REQUIRED
                  : Presence.OPTIONAL,
              refuses ? texts(domain.valid(), type, assembler) : List.of(),
              refuses ? domain.ranges().stream().map(InputField::interval).toList() : List.of(),
              domain.missingReplacement().isPresent()
                  ? Optional.of(text(domain.missingReplacement().getAsDouble(), type, assembler))
                  : Optional.empty());
      return new InputField(
          name, field, domain, Variable.of(type, assembler.slot()).as(data).as(mining));
    }

    private static List<String> texts(List<Double> codes, FieldType type, Assembler assembler) {
      return codes.stream().map(code -> text(code, type, assembler)).toList();
    }

    private static String text(double code, FieldType type, Assembler assembler) {
      return switch (type) {
        case INTEGER -> Integer.toString((int) code);
        case FLOAT -> Float.toString((float) code);
        case DOUBLE -> Double.toString(code);
        case BOOLEAN -> Boolean.toString(code == Values.TRUE);
        case STRING -> assembler.dictionary().text(code);
        // Dates and times are neither listed nor replaced.
        default -> type.temporal().orElseThrow().text(code);
      };
    }

    private static Field.Interval interval(Domain.Range range) {
      return new Field.Interval(
          new Field.Interval.Bound(range.lower(), kind(range.lower(), range.lowerEnd())),
          new Field.Interval.Bound(range.upper(), kind(range.upper(), range.upperEnd())));
    }

    private static Field.Interval.Kind kind(double bound, Domain.Range.End end) {
      return end == Domain.Range.End.CLOSED && !Double.isInfinite(bound)
          ? Field.Interval.Kind.INCLUSIVE
          : Field.Interval.Kind.EXCLUSIVE;
    }
  }
}
