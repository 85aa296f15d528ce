package io.slipway.tabular.model;

import io.slipway.scoring.Batch;
import io.slipway.scoring.Column;
import io.slipway.scoring.EngineInfo;
import io.slipway.scoring.ExecutionProvider;
import io.slipway.scoring.Landmarks;
import io.slipway.scoring.Model;
import io.slipway.scoring.RowLayout;
import io.slipway.scoring.RowsTogether;
import io.slipway.scoring.ScoringException;
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
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A loaded model. Works on as many rows at a time as a frame holds; a model without inputs, a
 * constant, answers a batch without columns with one row. Holds heap alone.
 */
public final class TabularModel implements Model {
  /** What the engine is called. */
  public static final String ENGINE = "tabular";

  private final Input[] inputs;
  private final Output[] outputs;
  private final int[] checks;
  private final Program program;
  private final Signature signature;
  private final EngineInfo engine;
  private final Landmarks landmarks;

  /** How the last row of numbers was laid out, as most after it are. */
  private volatile Optional<Laid> laid = Optional.empty();

  /**
   * @param places of the inputs' values in rows of that layout
   */
  private record Laid(RowLayout layout, Optional<int[]> places) {}

  /** Where a batch's values are. */
  @FunctionalInterface
  private interface Reading {
    /**
     * @return as {@link Input#read} does
     */
    int read(int input, int from, int count, Frame frame);
  }

  /**
   * @param checks slots beside the outputs' that fail a row where they failed
   */
  public TabularModel(
      List<Input> inputs,
      List<Output> outputs,
      List<Integer> checks,
      Program program,
      Function<Signature, Landmarks> landmarks) {
    this.inputs = inputs.toArray(Input[]::new);
    this.outputs = outputs.toArray(Output[]::new);
    this.checks =
        java.util.stream.IntStream.concat(
                outputs.stream().mapToInt(Output::slot),
                checks.stream().mapToInt(Integer::intValue))
            .distinct()
            .toArray();
    this.program = program;
    this.signature =
        new Signature(
            inputs.stream().map(Input::field).toList(),
            outputs.stream().map(Output::field).toList());
    this.engine = new EngineInfo(ENGINE, Version.VALUE, ExecutionProvider.CPU);
    this.landmarks = landmarks.apply(signature);
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
    int rows = rows(batch);
    Reading reading = reading(batch, rows);
    Output.Builder[] results = new Output.Builder[outputs.length];
    for (int i = 0; i < results.length; i++) {
      results[i] = outputs[i].builder(rows);
    }
    Frame frame = program.borrow(rows);
    for (int from = 0; from < rows; from += frame.capacity()) {
      int count = Math.min(frame.capacity(), rows - from);
      score(batch, reading, from, count, frame);
      for (Output.Builder result : results) {
        result.take(frame, from, count);
      }
    }
    program.giveBack(frame);
    List<Column> answer = new ArrayList<>(results.length);
    for (Output.Builder result : results) {
      answer.add(result.build());
    }
    return Batch.of(answer);
  }

  private Reading reading(Batch batch, int rows) throws ScoringException {
    if (batch.row().isPresent()) {
      Batch.Row row = batch.row().get();
      Optional<int[]> found = places(row.layout());
      if (found.isPresent()) {
        double[] values = row.values();
        int[] places = found.get();
        return (i, from, count, frame) -> inputs[i].readDoubles(values, places[i], count, frame);
      }
    }
    List<Optional<Column>> columns = columns(batch, rows);
    return (i, from, count, frame) -> inputs[i].read(columns.get(i), from, count, frame);
  }

  /** Input by input, held to what the inputs take. */
  private List<Optional<Column>> columns(Batch batch, int rows) throws ScoringException {
    List<Optional<Column>> columns = new ArrayList<>(inputs.length);
    int found = 0;
    for (int i = 0; i < inputs.length; i++) {
      Optional<Column> column = column(batch, i);
      if (column.isPresent()) {
        inputs[i].check(column.get(), rows);
        found++;
      }
      columns.add(column);
    }
    if (found < batch.size()) {
      throw unknownField(batch);
    }
    return columns;
  }

  private Optional<Column> column(Batch batch, int input) {
    return batch.column(inputs[input].field().name(), input);
  }

  /** Where the inputs' values are in a row; empty if columns have to be looked at for them. */
  private Optional<int[]> places(RowLayout layout) {
    Optional<Laid> last = laid;
    if (last.isEmpty() || last.get().layout() != layout) {
      last = Optional.of(new Laid(layout, find(layout)));
      laid = last;
    }
    return last.get().places();
  }

  private Optional<int[]> find(RowLayout layout) {
    if (layout.size() != inputs.length) {
      return Optional.empty();
    }
    int[] places = new int[inputs.length];
    for (int i = 0; i < inputs.length; i++) {
      OptionalInt place = layout.find(inputs[i].field().name());
      if (place.isEmpty() || !inputs[i].takesAnyDouble()) {
        return Optional.empty();
      }
      places[i] = place.getAsInt();
    }
    return Optional.of(places);
  }

  private int rows(Batch batch) {
    return batch.rows().orElse(inputs.length == 0 ? 1 : 0);
  }

  private ScoringException unknownField(Batch batch) {
    for (Column column : batch.columns()) {
      if (signature.input(column.name()).isEmpty()) {
        return ScoringException.invalidField(
            column.name(), "the model has no input field " + column.name());
      }
    }
    throw new IllegalStateException("every column is an input");
  }

  /** Rows before one that is refused are scored first: whatever fails first is what is told. */
  private void score(Batch batch, Reading reading, int from, int count, Frame frame)
      throws ScoringException {
    int accepted = count;
    int refusing = -1;
    for (int i = 0; i < inputs.length; i++) {
      int read = reading.read(i, from, accepted, frame);
      if (read < accepted) {
        accepted = read;
        refusing = i;
      }
    }
    program.run(frame, accepted);
    for (int slot : checks) {
      for (int row = 0; row < accepted; row++) {
        if (Values.isFailed(frame.number(row, slot))) {
          throw failure(from, accepted, frame);
        }
      }
    }
    for (Output output : outputs) {
      for (int row = 0; row < accepted; row++) {
        if (output.isLost(frame, row)) {
          throw noAnswer(from + row);
        }
      }
    }
    if (refusing >= 0) {
      throw inputs[refusing].refusal(column(batch, refusing), from + accepted);
    }
  }

  private ScoringException failure(int from, int count, Frame frame) {
    for (int row = 0; row < count; row++) {
      for (int slot : checks) {
        if (Values.isFailed(frame.number(row, slot))) {
          return noAnswer(from + row);
        }
      }
    }
    throw new IllegalStateException("no row failed");
  }

  private static ScoringException noAnswer(int row) {
    return ScoringException.invalidRow(
        row,
        "row %d: the model has no answer for these values".formatted(row),
        new ArithmeticException("a value could not be computed"));
  }

  @Override
  public void close() {}

  /** Writes what {@link #read} makes an equal model of, landmarks apart. */
  public void write(FlatWriter out, OpForms forms) {
    program.write(out, forms);
    Dictionaries dictionaries =
        Dictionaries.of(
            Stream.concat(
                    Arrays.stream(inputs).map(Input::dictionary),
                    Arrays.stream(outputs).map(Output::dictionary))
                .toList());
    dictionaries.write(out);
    out.whole(inputs.length);
    for (Input input : inputs) {
      input.write(out, dictionaries);
    }
    out.whole(outputs.length);
    for (Output output : outputs) {
      output.write(out, dictionaries);
    }
    out.wholes(checks);
  }

  public static TabularModel read(FlatReader in, OpForms forms) {
    Program program = Program.read(in, forms);
    Dictionaries dictionaries = Dictionaries.read(in);
    return new TabularModel(
        in.list(Integer.BYTES, () -> Input.read(in, dictionaries, program.textWidth())),
        in.list(Integer.BYTES, () -> Output.read(in, dictionaries, program.textWidth())),
        Arrays.stream(in.slotArray(1)).boxed().toList(),
        program,
        signature -> Landmarks.NONE);
  }
}
