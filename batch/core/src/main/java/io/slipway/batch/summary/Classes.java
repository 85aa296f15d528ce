package io.slipway.batch.summary;

import io.slipway.batch.summary.Distribution.Labels;
import io.slipway.batch.summary.Distribution.Numbers;
import io.slipway.batch.summary.StabilityIndex.Share;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The classes that two distributions are compared over: of the later and the earlier values alike,
 * so that a value that only one of them has is not hidden in a class that was made for the other.
 */
final class Classes {
  private static final double TENTH = 0.1;
  private static final double FIFTIETH = 0.02;

  /** Different numbers of at most so many are labels, such as those of clusters. */
  private static final int MOST_DISCRETE = 50;

  /** Parts that add up to a tenth may come out a little below it. */
  private static final double ROUNDING = 1e-9;

  private Classes() {}

  /** A class that grows, from a first fine one to a last. */
  private record Span(String first, String last, int parts, long before, long now) {
    Span with(Share more) {
      return new Span(
          parts == 0 ? more.name() : first,
          more.name(),
          parts + 1,
          before + more.before(),
          now + more.now());
    }

    Span with(Span more) {
      return new Span(first, more.last, parts + more.parts, before + more.before, now + more.now);
    }
  }

  private static final Span NOTHING = new Span("", "", 0, 0, 0);

  /**
   * Neighbours are taken together until they hold a tenth of the values (the mean of both parts); a
   * remainder below half of that joins the last: at most 10. Where there are few different numbers
   * they are classes as labels are.
   */
  static List<Share> of(Numbers before, Numbers now) {
    int fold = Math.max(before.histogram().fold(), now.histogram().fold());
    Histogram one = before.histogram().folded(fold);
    Histogram other = now.histogram().folded(fold);
    TreeSet<Long> bins = new TreeSet<>(one.counts().keySet());
    bins.addAll(other.counts().keySet());
    TreeMap<Long, Long> ofOne = one.counts();
    TreeMap<Long, Long> ofOther = other.counts();
    boolean discrete = fold == 0 && bins.size() <= MOST_DISCRETE;
    List<Share> fine =
        bins.stream()
            .map(
                bin ->
                    new Share(
                        Words.number(discrete ? one.from(bin) : one.to(bin)),
                        ofOne.getOrDefault(bin, 0L),
                        ofOther.getOrDefault(bin, 0L)))
            .toList();
    return discrete ? labels(fine) : intervals(fine);
  }

  private static List<Share> intervals(List<Share> fine) {
    List<Span> spans = merged(fine, TENTH);
    List<Share> named = new ArrayList<>();
    for (int i = 0; i < spans.size(); i++) {
      Span span = spans.get(i);
      String name =
          spans.size() == 1
              ? "all numbers"
              : i == 0
                  ? "up to " + span.last()
                  : i == spans.size() - 1
                      ? "above " + spans.get(i - 1).last()
                      : spans.get(i - 1).last() + " to " + span.last();
      named.add(new Share(name, span.before(), span.now()));
    }
    return named;
  }

  /**
   * Each label is one, but rare ones are taken together, from the more to the less frequent, until
   * they hold a fiftieth of the values. A label that only one side names is among the others, if
   * the other side has any that it does not name.
   */
  static List<Share> of(Labels before, Labels now) {
    Map<String, Long> ofOne = new HashMap<>();
    Map<String, Long> ofOther = new HashMap<>();
    long restOfOne = named(before, now, ofOne);
    long restOfOther = named(now, before, ofOther);
    List<Share> fine = new ArrayList<>();
    Stream.concat(ofOne.keySet().stream(), ofOther.keySet().stream())
        .distinct()
        .sorted()
        .forEach(
            label ->
                fine.add(
                    new Share(
                        Words.label(label),
                        ofOne.getOrDefault(label, 0L),
                        ofOther.getOrDefault(label, 0L))));
    List<Share> classes = new ArrayList<>(labels(fine));
    if (restOfOne + restOfOther > 0) {
      classes.add(new Share("all others", restOfOne, restOfOther));
    }
    return classes;
  }

  private static long named(Labels labels, Labels other, Map<String, Long> named) {
    long rest = labels.others();
    for (Map.Entry<String, Long> entry : labels.counts().entrySet()) {
      if (other.others() > 0 && !other.counts().containsKey(entry.getKey())) {
        rest += entry.getValue();
      } else {
        named.put(entry.getKey(), entry.getValue());
      }
    }
    return rest;
  }

  private static List<Share> labels(List<Share> fine) {
    double ofBefore = fine.stream().mapToDouble(Share::before).sum();
    double ofNow = fine.stream().mapToDouble(Share::now).sum();
    List<Share> byFrequency =
        fine.stream()
            .sorted(
                Comparator.<Share>comparingDouble(
                        one -> -meanPart(one.before(), one.now(), ofBefore, ofNow))
                    .thenComparing(Share::name))
            .toList();
    return merged(byFrequency, FIFTIETH).stream()
        .map(
            span ->
                new Share(
                    span.parts() == 1 ? span.first() : span.parts() + " rare ones",
                    span.before(),
                    span.now()))
        .toList();
  }

  private static List<Span> merged(List<Share> fine, double smallest) {
    double ofBefore = fine.stream().mapToDouble(Share::before).sum();
    double ofNow = fine.stream().mapToDouble(Share::now).sum();
    List<Span> merged = new ArrayList<>();
    Span open = NOTHING;
    for (Share one : fine) {
      open = open.with(one);
      if (meanPart(open.before(), open.now(), ofBefore, ofNow) >= smallest - ROUNDING) {
        merged.add(open);
        open = NOTHING;
      }
    }
    if (open.parts() == 0) {
      return merged;
    }
    if (merged.isEmpty() || meanPart(open.before(), open.now(), ofBefore, ofNow) >= smallest / 2) {
      merged.add(open);
    } else {
      merged.set(merged.size() - 1, merged.get(merged.size() - 1).with(open));
    }
    return merged;
  }

  private static double meanPart(long before, long now, double ofBefore, double ofNow) {
    return (part(before, ofBefore) + part(now, ofNow)) / 2;
  }

  private static double part(long count, double of) {
    return of == 0 ? 0 : count / of;
  }
}
