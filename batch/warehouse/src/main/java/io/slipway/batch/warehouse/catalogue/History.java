package io.slipway.batch.warehouse.catalogue;

import io.slipway.batch.warehouse.Answer;
import io.slipway.batch.warehouse.PastPrediction;
import java.util.ArrayList;
import java.util.List;

/** What a key had in one set version after another, up to a limit. For one thread. */
public final class History {
  private final List<PastPrediction> past = new ArrayList<>();
  private final int limit;

  /**
   * @param limit as many as are asked for
   */
  public History(int limit) {
    this.limit = limit;
  }

  /** Whether no other set version has to be read. */
  public boolean isFull() {
    return past.size() >= limit;
  }

  public void add(Answer answer) {
    answer
        .predictions()
        .values()
        .forEach(one -> past.add(new PastPrediction(answer.version(), one)));
  }

  /** As they were added. */
  public List<PastPrediction> past() {
    return past;
  }
}
