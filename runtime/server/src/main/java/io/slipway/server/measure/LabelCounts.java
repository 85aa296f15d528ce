package io.slipway.server.measure;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts texts of which there are few: the first 64 that come, and what else there is together.
 * Safe for use by many threads.
 */
final class LabelCounts {
  static final int MOST_LABELS = 64;
  static final int LONGEST_LABEL = 64;

  /** Quotes, colon, comma and a number. */
  private static final int COUNT_BYTES = 12;

  private final Map<String, LongAdder> labels = new ConcurrentHashMap<>();
  private final LongAdder other = new LongAdder();
  private volatile boolean full;

  void add(String label) {
    add(label, 1);
  }

  private void add(String label, long count) {
    LongAdder known = labels.get(label);
    if (known == null) {
      // Asked before any lock is taken: texts that are no labels are all new.
      known = full || label.length() > LONGEST_LABEL ? other : make(label);
    }
    known.add(count);
  }

  private synchronized LongAdder make(String label) {
    full = labels.size() == MOST_LABELS;
    return full
        ? labels.getOrDefault(label, other)
        : labels.computeIfAbsent(label, l -> new LongAdder());
  }

  /** Adds what {@code counted} has counted. */
  void add(LabelCounts counted) {
    counted.labels.forEach((label, count) -> add(label, count.sum()));
    other.add(counted.other.sum());
  }

  /**
   * What is counted.
   *
   * @param bytes that the named ones may take in JSON; the rarest count as other instead
   */
  Labels counts(int bytes) {
    List<Map.Entry<String, Long>> byFrequency =
        labels.entrySet().stream()
            .map(label -> Map.entry(label.getKey(), label.getValue().sum()))
            .sorted(
                Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                    .thenComparing(Map.Entry.comparingByKey()))
            .toList();
    SortedMap<String, Long> named = new TreeMap<>();
    long unnamed = other.sum();
    int left = bytes;
    for (Map.Entry<String, Long> label : byFrequency) {
      left -= bytes(label.getKey());
      if (left >= 0) {
        named.put(label.getKey(), label.getValue());
      } else {
        unnamed += label.getValue();
      }
    }
    return new Labels(named, unnamed);
  }

  /** At most, with its count. */
  private static int bytes(String label) {
    int controls = (int) label.chars().filter(c -> c < ' ').count();
    int quoted = (int) label.chars().filter(c -> c == '"' || c == '\\').count();
    return label.getBytes(StandardCharsets.UTF_8).length + 5 * controls + quoted + COUNT_BYTES;
  }

  /** Labels and what else there was. */
  record Labels(SortedMap<String, Long> counts, long other) {}
}
