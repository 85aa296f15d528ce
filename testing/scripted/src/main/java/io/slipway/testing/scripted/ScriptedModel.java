package io.slipway.testing.scripted;

import io.slipway.scoring.Batch;
import io.slipway.scoring.Column;
import io.slipway.scoring.DataType;
import io.slipway.scoring.EngineInfo;
import io.slipway.scoring.ExecutionProvider;
import io.slipway.scoring.Field;
import io.slipway.scoring.Model;
import io.slipway.scoring.ScoringException;
import io.slipway.scoring.Signature;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** A model that takes {@code x} and does as its script says. */
final class ScriptedModel implements Model {

  private static final String INPUT = "x";

  private final Script script;
  private final AtomicLong calls = new AtomicLong();

  ScriptedModel(Script script) {
    this.script = script;
  }

  @Override
  public Signature signature() {
    return new Signature(
        List.of(Field.column(INPUT, DataType.FP64, Field.Presence.REQUIRED)),
        List.of(Field.column(script.output(), DataType.FP64, Field.Presence.REQUIRED)));
  }

  @Override
  public EngineInfo engine() {
    return new EngineInfo("scripted", "1.0", ExecutionProvider.CPU);
  }

  @Override
  public Batch score(Batch inputs) throws ScoringException {
    delay();
    if (script.failEvery() > 0 && calls.incrementAndGet() % script.failEvery() == 0) {
      throw ScoringException.modelFailed(
          "the script says that this call fails", new IOException("scripted"));
    }
    double[] answers = inputs.column(INPUT).orElseThrow().doubles().clone();
    script.answer().ifPresent(answer -> Arrays.fill(answers, answer));
    return Batch.of(Column.ofDoubles(script.output(), answers));
  }

  private void delay() throws ScoringException {
    if (script.delayMillis() == 0) {
      return;
    }
    try {
      Thread.sleep(script.delayMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw ScoringException.modelFailed("interrupted", e);
    }
  }

  @Override
  public void close() {
    // It holds nothing.
  }
}
