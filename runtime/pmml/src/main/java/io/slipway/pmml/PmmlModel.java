package io.slipway.pmml;

import io.slipway.scoring.Batch;
import io.slipway.scoring.Column;
import io.slipway.scoring.EngineInfo;
import io.slipway.scoring.Model;
import io.slipway.scoring.ModelLoadException;
import io.slipway.scoring.RowsTogether;
import io.slipway.scoring.ScoringException;
import io.slipway.scoring.Signature;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jpmml.evaluator.EvaluationException;
import org.jpmml.evaluator.EvaluatorUtil;
import org.jpmml.evaluator.ModelEvaluator;
import org.jpmml.evaluator.UndefinedResultException;
import org.jpmml.model.PMMLException;
import org.jspecify.annotations.Nullable;

/**
 * A loaded document. JPMML scores row by row; what is shared between rows is one map of arguments,
 * whose entries are overwritten. A model without inputs, a constant, answers a batch without
 * columns with one row. Holds heap alone, so that closing it frees nothing.
 *
 * <p>A document with a defect of its own fails on every row. Once one has scored a row, another
 * that it fails on is to blame itself: it leads to where no exporter has looked.
 */
final class PmmlModel implements Model {
  private final ModelEvaluator<?> evaluator;
  private final List<InputColumn> inputs;
  private final List<OutputColumn> outputs;
  private final Signature signature;
  private volatile boolean hasScored;

  private PmmlModel(
      ModelEvaluator<?> evaluator, List<InputColumn> inputs, List<OutputColumn> outputs) {
    this.evaluator = evaluator;
    this.inputs = List.copyOf(inputs);
    this.outputs = List.copyOf(outputs);
    this.signature =
        new Signature(
            inputs.stream().map(InputColumn::field).toList(),
            outputs.stream().map(OutputColumn::field).toList());
  }

  static PmmlModel of(ModelEvaluator<?> evaluator) throws ModelLoadException {
    SignatureReader reader = new SignatureReader(evaluator);
    return new PmmlModel(evaluator, reader.inputs(), reader.outputs());
  }

  @Override
  public Signature signature() {
    return signature;
  }

  @Override
  public EngineInfo engine() {
    return PmmlEngine.info();
  }

  @Override
  public Optional<RowsTogether> rowsTogether() {
    return Optional.of(RowsTogether.eachByItself());
  }

  @Override
  public Batch score(Batch batch) throws ScoringException {
    for (Column column : batch.columns()) {
      if (signature.input(column.name()).isEmpty()) {
        throw ScoringException.invalidField(
            column.name(), "the model has no input field " + column.name());
      }
    }
    int rows =
        batch.columns().stream().findFirst().map(Column::rows).orElse(inputs.isEmpty() ? 1 : 0);
    List<@Nullable Column> columns = new ArrayList<>(inputs.size());
    for (InputColumn input : inputs) {
      Column column = batch.column(input.name()).orElse(null);
      if (column != null) {
        input.check(column, rows);
      }
      columns.add(column);
    }
    List<OutputColumn.Builder> results =
        outputs.stream().map(output -> output.builder(rows)).toList();
    Map<String, @Nullable Object> arguments = new LinkedHashMap<>();
    for (int row = 0; row < rows; row++) {
      for (int i = 0; i < inputs.size(); i++) {
        InputColumn input = inputs.get(i);
        Column column = columns.get(i);
        Object value = column == null ? null : InputColumn.value(column, row);
        arguments.put(input.name(), input.prepare(value, row));
      }
      scoreRow(row, arguments, results);
    }
    return Batch.of(results.stream().map(OutputColumn.Builder::build).toList());
  }

  private void scoreRow(
      int row, Map<String, @Nullable Object> arguments, List<OutputColumn.Builder> results)
      throws ScoringException {
    try {
      Map<String, ?> answer = evaluator.evaluate(arguments);
      for (int i = 0; i < outputs.size(); i++) {
        results.get(i).set(row, EvaluatorUtil.decode(answer.get(outputs.get(i).resultName())));
      }
      if (!hasScored) {
        hasScored = true;
      }
    } catch (UndefinedResultException e) {
      throw ScoringException.invalidRow(
          row, "row %d: the model has no answer for these values".formatted(row), e);
    } catch (EvaluationException e) {
      throw ScoringException.invalidRow(
          row, "row %d: the model cannot score these values: %s".formatted(row, e.getMessage()), e);
    } catch (PMMLException e) {
      throw failed(row, "the model's document is at fault: " + e.getMessage(), e);
    } catch (StackOverflowError e) {
      throw failed(
          row, "the model refers from element to element too deeply to score these values", e);
    } catch (ClassCastException | ArithmeticException | IllegalArgumentException e) {
      throw failed(
          row,
          "the model's result is not of the type that its document states: " + e.getMessage(),
          e);
    } catch (RuntimeException e) {
      throw failed(row, "the model failed on these values: " + e.getClass().getSimpleName(), e);
    }
  }

  private ScoringException failed(int row, String message, Throwable cause) {
    String sentence = "row %d: %s".formatted(row, message);
    return hasScored && !inputs.isEmpty()
        ? ScoringException.invalidRow(row, sentence, cause)
        : ScoringException.modelFailed(sentence, cause);
  }

  @Override
  public void close() {}
}
