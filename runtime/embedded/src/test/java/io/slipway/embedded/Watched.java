package io.slipway.embedded;

import io.slipway.scoring.Batch;
import io.slipway.scoring.Column;
import io.slipway.scoring.EngineInfo;
import io.slipway.scoring.ExecutionProvider;
import io.slipway.scoring.Model;
import io.slipway.scoring.Signature;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A model that says its number, and notices what nobody may do to one. */
final class Watched implements Model {
  private final int number;
  private final AtomicInteger inside = new AtomicInteger();
  private final AtomicInteger closings = new AtomicInteger();
  private final AtomicInteger wrongs = new AtomicInteger();

  Watched(int number) {
    this.number = number;
  }

  static Loaded loaded(Watched model) {
    return new Loaded(
        new ScoringVersion("m", model.number, "sha256:" + "0".repeat(63) + model.number % 10),
        model);
  }

  @Override
  public Signature signature() {
    return new Signature(List.of(), List.of());
  }

  @Override
  public EngineInfo engine() {
    return new EngineInfo("watched", "1", ExecutionProvider.CPU);
  }

  @Override
  public Batch score(Batch inputs) {
    inside.incrementAndGet();
    check(closings.get() == 0);
    Thread.onSpinWait();
    check(closings.get() == 0);
    inside.decrementAndGet();
    return Batch.of(Column.ofLongs("number", number));
  }

  @Override
  public void close() {
    check(inside.get() == 0);
    closings.incrementAndGet();
  }

  int closings() {
    return closings.get();
  }

  /** How often it was used when closed, closed when used. */
  int wrongs() {
    return wrongs.get();
  }

  private void check(boolean right) {
    if (!right) {
      wrongs.incrementAndGet();
    }
  }
}
