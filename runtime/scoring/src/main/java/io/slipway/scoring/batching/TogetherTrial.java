package io.slipway.scoring.batching;

import io.slipway.scoring.Batch;
import io.slipway.scoring.Column;
import io.slipway.scoring.Model;
import io.slipway.scoring.RowsTogether;
import io.slipway.scoring.RowsTogether.Company;
import io.slipway.scoring.ScoringException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Finds out in which numbers rows may be scored so that each gets the bits it gets alone. Tried on
 * the very model, library and processor, since these decide which code computes how many rows; on
 * rows that callers have, since a support vector machine answers made-up ones with nothing but its
 * constant; and in each of the numbers that {@link SameBitsModel} uses afterwards, since two rows
 * may be computed otherwise than one, four otherwise than two.
 *
 * @param model that is tried
 * @param rows different ones, a batch each
 * @param alone what each was answered
 */
record TogetherTrial(Model model, List<Batch> rows, List<Batch> alone) {
  /** Powers of two up to this are tried. */
  static final int MOST = 1024;

  /** In a batch: what a network keeps of it while it works is many times that. */
  private static final int MOST_NUMBERS = 1 << 20;

  private static final long ENOUGH_NANOS = Duration.ofSeconds(2).toNanos();

  /** Whether the rows show anything: not where all have one answer. */
  boolean shows() {
    return alone.stream().anyMatch(answer -> Nearness.of(alone.get(0), answer) != Nearness.EXACT);
  }

  /**
   * Takes two seconds, and what a call takes.
   *
   * @return empty where the thread was interrupted, which says nothing of the model
   */
  Optional<RowsTogether> run() {
    try {
      return Optional.of(found());
    } catch (ScoringException e) {
      return Optional.empty();
    }
  }

  private RowsTogether found() throws ScoringException {
    long begun = System.nanoTime();
    int most = 1;
    while (2 * most <= MOST
        && 2L * most * numbers(rows.get(0)) <= MOST_NUMBERS
        && System.nanoTime() - begun < ENOUGH_NANOS) {
      int size = 2 * most;
      Company company;
      try {
        company = company(size);
      } catch (ScoringException e) {
        if (Thread.currentThread().isInterrupted()) {
          throw e;
        }
        return together(most, size, e);
      } catch (IllegalArgumentException e) {
        return together(most, size, e);
      }
      if (company != Company.ALIKE) {
        return new RowsTogether(
            most,
            company,
            "rows are answered otherwise by %d than alone%s"
                .formatted(size, company == Company.MIXED ? "" : ", in their last bits"));
      }
      most = size;
    }
    return new RowsTogether(
        most,
        Company.ALIKE,
        "rows were answered by up to %d as alone, to the last bit".formatted(most));
  }

  /** No answer row by row, or none at all. */
  private static RowsTogether together(int most, int size, Exception e) {
    return new RowsTogether(
        most, Company.MIXED, "%d rows are not scored together: %s".formatted(size, e.getMessage()));
  }

  private static int numbers(Batch row) {
    return row.columns().stream().mapToInt(Column::length).sum();
  }

  /** What becomes of the rows, each at least once, by so many. */
  private Company company(int size) throws ScoringException {
    Nearness furthest = Nearness.EXACT;
    for (int from = 0; from < rows.size(); from += size) {
      List<Integer> order = order(from, size);
      Batch together = model.score(Batch.joined(order.stream().map(rows::get).toList()));
      Batch expected = Batch.joined(order.stream().map(alone::get).toList());
      Nearness nearness = Nearness.of(expected, together);
      furthest = nearness.compareTo(furthest) > 0 ? nearness : furthest;
    }
    return switch (furthest) {
      case EXACT -> Company.ALIKE;
      case NEAR -> Company.LAST_BITS;
      case FAR -> Company.MIXED;
    };
  }

  /** From the last to the first, so that each is not where it was; then again, one place on. */
  private List<Integer> order(int from, int size) {
    int count = rows.size();
    return IntStream.range(from, from + size)
        .map(i -> count - 1 - (i + i / count) % count)
        .boxed()
        .toList();
  }
}
