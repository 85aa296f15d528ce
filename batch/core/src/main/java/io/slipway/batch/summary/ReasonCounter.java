package io.slipway.batch.summary;

import io.slipway.batch.summary.Errors.Reason;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Counts errors by what they have in common. */
final class ReasonCounter {
  /** Shapes that are told apart while rows come. Those that come first with more are others. */
  private static final int MOST_SHAPES = 1000;

  private static final int LONGEST_KEY = 200;
  private static final int LONGEST_EXAMPLE = 500;

  private final Map<String, Reason> reasons = new LinkedHashMap<>();
  private long count;

  void add(String key, String sentence) {
    count++;
    String shape = SentenceShape.of(sentence);
    Reason known = reasons.get(shape);
    if (known != null) {
      reasons.put(shape, new Reason(shape, known.count() + 1, known.key(), known.example()));
    } else if (reasons.size() < MOST_SHAPES) {
      reasons.put(
          shape,
          new Reason(
              shape, 1, Shortened.to(LONGEST_KEY, key), Shortened.to(LONGEST_EXAMPLE, sentence)));
    }
  }

  Errors errors() {
    List<Reason> frequent =
        reasons.values().stream()
            .sorted(Comparator.comparingLong(Reason::count).reversed().thenComparing(Reason::shape))
            .limit(Errors.MOST_REASONS)
            .toList();
    return new Errors(count, frequent, count - frequent.stream().mapToLong(Reason::count).sum());
  }
}
