package io.slipway.pmml;

import io.slipway.scoring.DataType;
import io.slipway.scoring.Field;
import io.slipway.scoring.Field.Presence;
import io.slipway.scoring.ModelLoadException;
import io.slipway.scoring.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.dmg.pmml.DataField;
import org.dmg.pmml.InvalidValueTreatmentMethod;
import org.dmg.pmml.MiningField;
import org.dmg.pmml.MissingValueTreatmentMethod;
import org.dmg.pmml.Value;
import org.jpmml.evaluator.HasGroupFields;
import org.jpmml.evaluator.InputField;
import org.jpmml.evaluator.ModelEvaluator;
import org.jpmml.evaluator.OutputField;
import org.jpmml.evaluator.TargetField;

/** Reads what a model takes and gives from its data dictionary, mining schema and output. */
final class SignatureReader {
  /** The name of the prediction of a model that names neither a target nor an output. */
  static final String UNNAMED_TARGET = "predictedValue";

  private final ModelEvaluator<?> evaluator;

  SignatureReader(ModelEvaluator<?> evaluator) {
    this.evaluator = evaluator;
  }

  List<InputColumn> inputs() throws ModelLoadException {
    if (evaluator instanceof HasGroupFields) {
      throw LoadFailure.unsupported(
          "association rules take a basket of items a row, which a table of scalars cannot hold");
    }
    List<InputColumn> inputs = new ArrayList<>();
    for (InputField input : evaluator.getInputFields()) {
      inputs.add(new InputColumn(field(input), input));
    }
    return inputs;
  }

  private static Field field(InputField input) {
    MiningField mining = input.getMiningField();
    DataType type = FieldTypes.of(input.getDataType());
    boolean refusesInvalid =
        mining.getInvalidValueTreatment() == InvalidValueTreatmentMethod.RETURN_INVALID;
    Object replacement = mining.getMissingValueReplacement();
    return new Field(
        input.getName(),
        type,
        Shape.of(Shape.DYNAMIC),
        mining.getMissingValueTreatment() == MissingValueTreatmentMethod.RETURN_INVALID
            ? Presence.REQUIRED
            : Presence.OPTIONAL,
        refusesInvalid ? allowedValues(input) : List.of(),
        refusesInvalid ? intervals(input) : List.of(),
        Optional.ofNullable(replacement).map(ValueText::of));
  }

  private static List<String> allowedValues(InputField input) {
    if (!(input.getField() instanceof DataField field) || !field.hasValues()) {
      return List.of();
    }
    return field.getValues().stream()
        .filter(value -> value.getProperty() == Value.Property.VALID)
        .map(value -> ValueText.of(value.requireValue()))
        .toList();
  }

  private static List<Field.Interval> intervals(InputField input) {
    if (!(input.getField() instanceof DataField field) || !field.hasIntervals()) {
      return List.of();
    }
    return field.getIntervals().stream().map(Intervals::of).toList();
  }

  /** Targets first, then output fields: those that are final results. */
  List<OutputColumn> outputs() {
    List<OutputColumn> outputs = new ArrayList<>();
    List<OutputField> outputFields = evaluator.getOutputFields();
    DataType targetType = DataType.BYTES;
    for (TargetField target : evaluator.getTargetFields()) {
      DataType type =
          target.getDataType() == null ? DataType.BYTES : FieldTypes.of(target.getDataType());
      targetType = type;
      if (!target.isSynthetic()) {
        outputs.add(new OutputColumn(output(target.getName(), type), target.getName()));
      } else if (outputFields.isEmpty()) {
        outputs.add(new OutputColumn(output(UNNAMED_TARGET, type), target.getName()));
      }
    }
    for (OutputField field : outputFields) {
      if (outputs.stream().noneMatch(output -> output.field().name().equals(field.getName()))) {
        outputs.add(
            new OutputColumn(
                output(field.getName(), FieldTypes.of(field.getField(), targetType)),
                field.getName()));
      }
    }
    return outputs;
  }

  private static Field output(String name, DataType type) {
    return Field.column(name, type, Presence.OPTIONAL);
  }
}
