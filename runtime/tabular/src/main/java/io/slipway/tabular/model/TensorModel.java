package io.slipway.tabular.model;

import io.slipway.scoring.Batch;
import io.slipway.scoring.Column;
import io.slipway.scoring.EngineInfo;
import io.slipway.scoring.ExecutionProvider;
import io.slipway.scoring.Field;
import io.slipway.scoring.Landmarks;
import io.slipway.scoring.Model;
import io.slipway.scoring.RowsTogether;
import io.slipway.scoring.ScoringException;
import io.slipway.scoring.Shape;
import io.slipway.scoring.Signature;
import io.slipway.tabular.flat.FlatReader;
import io.slipway.tabular.flat.FlatWriter;
import io.slipway.tabular.form.Frame;
import io.slipway.tabular.form.OpForms;
import io.slipway.tabular.form.Program;
import io.slipway.tabular.form.Values;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A loaded model that takes and gives tensors, whose rows do not depend on one another. Refuses
 * what ONNX Runtime's engine refuses, in its words. Holds heap alone.
 */
public final class TensorModel implements Model {
  private final TensorInput[] inputs;
  private final TensorOutput[] outputs;
  private final Check[] checks;
  private final Program program;
  private final Signature signature;
  private final EngineInfo engine;
  private final Landmarks landmarks;

  /**
   * What a row may fail on.
   *
   * @param slot holds {@link Values#FAILED} where it did
   * @param why as the end of a sentence
   */
  public record Check(int slot, String why) {}

  /**
   * @param checks what fails a batch in which they failed for a row
   */
  public TensorModel(
      List<TensorInput> inputs,
      List<TensorOutput> outputs,
      List<Check> checks,
      Program program,
      Landmarks landmarks) {
    this.checks = checks.toArray(Check[]::new);
    this.inputs = inputs.toArray(TensorInput[]::new);
    this.outputs = outputs.toArray(TensorOutput[]::new);
    this.program = program;
    this.signature =
        new Signature(
            inputs.stream().map(TensorInput::field).toList(),
            outputs.stream().map(TensorOutput::field).toList());
    this.engine = new EngineInfo(TabularModel.ENGINE, Version.VALUE, ExecutionProvider.CPU);
    this.landmarks = landmarks;
  }

  @Override
  public Signature signature() {
    return signature;
  }

  @Override
  public EngineInfo engine() {
    return engine;
  }

  @Override
  public Landmarks landmarks() {
    return landmarks;
  }

  @Override
  public Optional<RowsTogether> rowsTogether() {
    return Optional.of(RowsTogether.eachByItself());
  }

  @Override
  public Batch score(Batch batch) throws ScoringException {
    Column[] columns = columns(batch);
    int rows = rows(columns);
    List<Column> answer = new ArrayList<>(outputs.length);
    for (TensorOutput output : outputs) {
      answer.add(output.column(rows));
    }
    if (rows == 0) {
      return Batch.of(answer);
    }
    Frame frame = program.borrow(rows);
    for (int from = 0; from < rows; from += frame.capacity()) {
      int count = Math.min(frame.capacity(), rows - from);
      for (int i = 0; i < inputs.length; i++) {
        inputs[i].read(columns[i], from, count, frame);
      }
      program.run(frame, count);
      check(frame, count);
      for (int i = 0; i < outputs.length; i++) {
        outputs[i].take(frame, count, answer.get(i), from);
      }
    }
    program.giveBack(frame);
    return Batch.of(answer);
  }

  private void check(Frame frame, int count) throws ScoringException {
    for (Check check : checks) {
      for (int row = 0; row < count; row++) {
        if (Values.isFailed(frame.number(row, check.slot()))) {
          throw ScoringException.invalidBatch(
              "the model cannot score this input: " + check.why(),
              new ArithmeticException("a value could not be computed"));
        }
      }
    }
  }

  private Column[] columns(Batch batch) throws ScoringException {
    Column[] columns = new Column[inputs.length];
    int found = 0;
    for (int i = 0; i < inputs.length; i++) {
      Optional<Column> column = batch.column(inputs[i].field().name());
      if (column.isPresent()) {
        columns[i] = column.get();
        found++;
      }
    }
    if (found < batch.size()) {
      throw unknown(batch);
    }
    for (int i = 0; i < inputs.length; i++) {
      String name = inputs[i].field().name();
      if (columns[i] == null) {
        throw ScoringException.invalidField(name, "the input '" + name + "' is missing");
      }
      inputs[i].check(columns[i]);
    }
    return columns;
  }

  private ScoringException unknown(Batch batch) {
    for (Column column : batch.columns()) {
      if (signature.input(column.name()).isEmpty()) {
        return ScoringException.invalidField(
            column.name(),
            "the model has no input '%s'; its inputs are %s"
                .formatted(column.name(), signature.inputs().stream().map(Field::name).toList()));
      }
    }
    throw new IllegalStateException("every column is an input");
  }

  /**
   * How many rows the inputs that count have. Rows of one input stretch over no other's here, and
   * no rows at all are answered where the model's outputs have as many as there are.
   */
  private int rows(Column[] columns) throws ScoringException {
    int rows = -1;
    for (int i = 0; i < columns.length; i++) {
      int own = columns[i].rows();
      if (own == 0 && !(isOfRows() && allEmpty(columns))) {
        throw ScoringException.invalidField(
            columns[i].name(),
            "the input '%s' has shape %s and so no elements: this model needs one at least"
                .formatted(columns[i].name(), columns[i].shape()));
      }
      if (inputs[i].slot() >= 0 && rows >= 0 && own != rows) {
        throw ScoringException.invalidBatch(
            "the model cannot score this input: '%s' has %d rows, while others have %d"
                .formatted(columns[i].name(), own, rows),
            new IllegalArgumentException("inputs of unequal length"));
      }
      rows = inputs[i].slot() >= 0 ? own : rows;
    }
    return rows;
  }

  private static boolean allEmpty(Column[] columns) {
    for (Column column : columns) {
      if (column.rows() != 0) {
        return false;
      }
    }
    return true;
  }

  private boolean isOfRows() {
    for (TensorOutput output : outputs) {
      Shape shape = output.field().shape();
      for (int axis = 0; axis < shape.rank(); axis++) {
        if ((shape.dimension(axis) == Shape.DYNAMIC) != (axis == 0)) {
          return false;
        }
      }
    }
    return true;
  }

  @Override
  public void close() {}

  /** Writes what {@link #read} makes an equal model of, landmarks apart. */
  public void write(FlatWriter out, OpForms forms) {
    program.write(out, forms);
    Dictionaries dictionaries =
        Dictionaries.of(
            Stream.concat(
                    Arrays.stream(inputs).map(TensorInput::dictionary),
                    Arrays.stream(outputs).map(TensorOutput::dictionary))
                .toList());
    dictionaries.write(out);
    out.whole(inputs.length);
    for (TensorInput input : inputs) {
      input.write(out, dictionaries);
    }
    out.whole(outputs.length);
    for (TensorOutput output : outputs) {
      output.write(out, dictionaries);
    }
    out.whole(checks.length);
    for (Check check : checks) {
      out.whole(check.slot());
      out.text(check.why());
    }
  }

  public static TensorModel read(FlatReader in, OpForms forms) {
    Program program = Program.read(in, forms);
    Dictionaries dictionaries = Dictionaries.read(in);
    return new TensorModel(
        in.list(Integer.BYTES, () -> TensorInput.read(in, dictionaries)),
        in.list(Integer.BYTES, () -> TensorOutput.read(in, dictionaries)),
        in.list(Integer.BYTES, () -> new Check(in.slot(), in.text())),
        program,
        Landmarks.NONE);
  }
}
