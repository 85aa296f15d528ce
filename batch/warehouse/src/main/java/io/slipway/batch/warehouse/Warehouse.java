package io.slipway.batch.warehouse;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * Loads, publishes and retires prediction sets. Every call may be repeated when its outcome is not
 * known, by anybody and at the same time: a set version is loaded once and published or not, never
 * in part.
 */
public interface Warehouse extends Predictions {

  /**
   * Loads the rows of a run beside everything that is read. A run that is loaded already is left as
   * it is, and the source is not asked; what is left of an attempt that did not end is thrown away
   * first.
   *
   * <p>The summary is there exactly when the rows are: what readers see of it is of the load that
   * was kept.
   *
   * @throws WarehouseException {@code BUSY} while somebody else loads the same run; {@code INVALID}
   *     for rows that cannot be kept: a key twice, a column of another type than it had, another
   *     number of rows
   */
  SetVersion load(SetName set, Run run, List<Output> outputs, RowSource rows, Contents contents)
      throws IOException, InterruptedException;

  /** Loads rows without a summary. */
  default SetVersion load(
      SetName set, Run run, List<Output> outputs, RowSource rows, Counts expected)
      throws IOException, InterruptedException {
    return load(set, run, outputs, rows, Contents.of(expected));
  }

  /**
   * Makes a whole set version the current one: a new one, or an earlier one to go back to.
   *
   * @throws WarehouseException {@code CONFLICT} when the current one is neither the expected nor
   *     already this one
   */
  SetVersion publish(SetName set, long setId, Expected current);

  /**
   * Gives a set version up: its rows go, and nobody can publish it any more.
   *
   * @throws WarehouseException {@code BUSY} for the current one, and for one that readers may still
   *     be at
   */
  SetVersion retire(SetName set, long setId);

  /**
   * Retires all that is older than the newest {@code keep} of those that were published, but for
   * the current one and for those that readers may still be at.
   *
   * @return those that were
   */
  List<SetVersion> retireAllBut(SetName set, int keep);

  /**
   * Takes away what attempts have left that did not end.
   *
   * @param age how old an unfinished load must be, so that none is taken for given up that has only
   *     just begun
   * @return how many things there were
   */
  int sweep(SetName set, Duration age);
}
