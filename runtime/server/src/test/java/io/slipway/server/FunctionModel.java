package io.slipway.server;

import io.slipway.scoring.Batch;
import io.slipway.scoring.Column;
import io.slipway.scoring.EngineInfo;
import io.slipway.scoring.ExecutionProvider;
import io.slipway.scoring.Field;
import io.slipway.scoring.Model;
import io.slipway.scoring.ModelFormat;
import io.slipway.scoring.ScoringException;
import io.slipway.scoring.Signature;
import io.slipway.server.model.ServedModel;
import java.util.List;

/**
 * A model that is a Java function: what the server does can be told apart from what an engine does.
 */
public record FunctionModel(Signature signature, Function function) implements Model {

  /** Scores a batch. */
  @FunctionalInterface
  public interface Function {
    Batch score(Batch inputs) throws ScoringException;
  }

  /** Answers with its inputs, under their own names. */
  public static FunctionModel echo(Field... fields) {
    return new FunctionModel(
        new Signature(List.of(fields), List.of(fields)),
        inputs -> {
          int rows = inputs.columns().stream().mapToInt(Column::rows).findFirst().orElse(0);
          return Batch.of(
              List.of(fields).stream()
                  .map(
                      field ->
                          inputs
                              .column(field.name())
                              .orElseGet(() -> Column.ofMissing(field.name(), field.type(), rows)))
                  .toList());
        });
  }

  public ServedModel served() {
    return new ServedModel(
        this, "churn", "7", "sha256:" + "0".repeat(64), "churn-5c9f7d2b1a", ModelFormat.PMML);
  }

  @Override
  public EngineInfo engine() {
    return new EngineInfo("function", "1", ExecutionProvider.CPU);
  }

  @Override
  public Batch score(Batch inputs) throws ScoringException {
    return function.score(inputs);
  }

  @Override
  public void close() {}
}
