package io.slipway.testing.client;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What became of each request of a load. Safe for use by many threads. */
final class RequestLog {
  private static final int SHOWN_FAILURES = 20;

  /**
   * A request that has ended.
   *
   * @param begun when it was its turn, in milliseconds since 1970
   * @param micros from its turn to its end
   * @param key what it was sent with, empty where the load has no keys
   * @param revision who answered; empty when it failed
   * @param failure in words; empty when it was answered with 200
   */
  record Entry(
      long begun,
      long micros,
      Transport.Kind connection,
      String key,
      String revision,
      String version,
      String failure) {
    boolean failed() {
      return !failure.isEmpty();
    }

    long ended() {
      return begun + micros / 1000;
    }
  }

  private final List<Entry> entries = new ArrayList<>();
  private long sent;

  synchronized void begin() {
    sent++;
  }

  synchronized void end(Entry entry) {
    entries.add(entry);
  }

  private synchronized List<Entry> begunBetween(long from, long to) {
    return entries.stream().filter(e -> from <= e.begun() && e.begun() < to).toList();
  }

  private synchronized long underWay() {
    return sent - entries.size();
  }

  /** What became of the requests whose turn was from {@code from} on and before {@code to}. */
  LoadReport report(long from, long to) {
    List<Entry> chosen = begunBetween(from, to);
    List<Entry> answered = chosen.stream().filter(entry -> !entry.failed()).toList();
    List<Entry> failed = chosen.stream().filter(Entry::failed).toList();
    Map<String, Long> byRevision = new TreeMap<>();
    Map<String, Long> byVersion = new TreeMap<>();
    Map<String, Long> byConnection = new TreeMap<>();
    Map<String, LoadReport.Span> spans = new TreeMap<>();
    for (Entry entry : answered) {
      byRevision.merge(entry.revision(), 1L, Long::sum);
      byVersion.merge(entry.version(), 1L, Long::sum);
      byConnection.merge(entry.connection().name(), 1L, Long::sum);
      spans.merge(entry.revision(), LoadReport.Span.at(entry.ended()), LoadReport.Span::and);
    }
    failed.forEach(
        entry -> spans.merge("failed", LoadReport.Span.at(entry.ended()), LoadReport.Span::and));
    long[] micros = micros(answered);
    return new LoadReport(
        System.currentTimeMillis(),
        underWay(),
        answered.size() + failed.size(),
        answered.size(),
        failed.size(),
        byRevision,
        byVersion,
        byConnection,
        spans,
        delays(answered),
        failed.stream().limit(SHOWN_FAILURES).map(RequestLog::words).toList(),
        percentile(micros, 0.50),
        percentile(micros, 0.99),
        percentile(micros, 1.0));
  }

  private static Map<String, LoadReport.Delay> delays(List<Entry> answered) {
    return answered.stream()
        .collect(
            Collectors.groupingBy(
                Entry::revision,
                TreeMap::new,
                Collectors.collectingAndThen(Collectors.toList(), RequestLog::delay)));
  }

  private static LoadReport.Delay delay(List<Entry> answered) {
    long[] micros = micros(answered);
    return new LoadReport.Delay(percentile(micros, 0.50), percentile(micros, 0.99));
  }

  private static long[] micros(List<Entry> answered) {
    return answered.stream().mapToLong(Entry::micros).sorted().toArray();
  }

  /** For each key, how many requests each revision answered. */
  synchronized Map<String, Map<String, Long>> byKey() {
    Map<String, Map<String, Long>> keys = new TreeMap<>();
    for (Entry entry : entries) {
      keys.computeIfAbsent(entry.key(), key -> new TreeMap<>())
          .merge(entry.failed() ? "failed" : entry.revision(), 1L, Long::sum);
    }
    return keys;
  }

  private static String words(Entry entry) {
    return "begun at %d, ended at %d, %s: %s"
        .formatted(entry.begun(), entry.ended(), entry.connection(), entry.failure());
  }

  private static long percentile(long[] sorted, double share) {
    return sorted.length == 0
        ? 0
        : sorted[(int) Math.min(sorted.length - 1, (long) (share * sorted.length))];
  }
}
