package io.slipway.batch.summary;

import io.slipway.batch.summary.Distribution.Labels;
import io.slipway.batch.summary.Distribution.Texts;
import io.slipway.scoring.Column;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Counts labels, as long as there are not too many different ones: then they are texts, and nothing
 * but their number is kept. So what is kept is exact, and the order does not matter.
 */
final class LabelCounter implements OutputCounter {
  /** Of a longer text its beginning is the label. */
  static final int LONGEST_LABEL = 200;

  private final int most;
  private final Map<String, Long> counts = new HashMap<>();
  private long texts;

  LabelCounter(int most) {
    this.most = most;
  }

  @Override
  public void add(Column column, int row) {
    texts++;
    if (counts.size() <= most) {
      counts.merge(label(column, row), 1L, Long::sum);
    }
  }

  private static String label(Column column, int row) {
    if (column.values() instanceof boolean[] booleans) {
      return Boolean.toString(booleans[row]);
    }
    return Shortened.to(LONGEST_LABEL, column.strings()[row]);
  }

  @Override
  public Distribution distribution() {
    if (counts.size() > most) {
      return new Texts(texts);
    }
    Map<String, Long> frequent =
        counts.entrySet().stream()
            .sorted(
                Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                    .thenComparing(Map.Entry.comparingByKey()))
            .limit(Labels.MOST_LABELS)
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey, Map.Entry::getValue, Long::sum, LinkedHashMap::new));
    long named = frequent.values().stream().mapToLong(Long::longValue).sum();
    return new Labels(frequent, texts - named);
  }
}
