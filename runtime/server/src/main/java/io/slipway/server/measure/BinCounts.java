package io.slipway.server.measure;

import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Counts numbers by {@link FineBins}. Bins come in octaves of 32, made when a number first falls
 * into one; when there are as many as may be, further numbers count in the nearest bin that there
 * is. Safe for use by many threads.
 */
public final class BinCounts {
  private static final int BITS = 5;
  private static final int BINS = 1 << BITS;

  /** More than any sensible output needs: 60 below 1 and as many above it are 18 digits each. */
  static final int MOST_OCTAVES = 125;

  private static final int FIRST_OCTAVE = FineBins.LEAST >> BITS;
  private static final int OCTAVES = (FineBins.GREATEST >> BITS) - FIRST_OCTAVE + 1;

  /** Threads that count at once would otherwise wait for each other's cache line. */
  private static final int STRIPES =
      Math.min(8, Integer.highestOneBit(Runtime.getRuntime().availableProcessors()));

  private static final int NO_EDGE = -1;

  /**
   * The bins of a power of two.
   *
   * @param number which
   * @param edge the one bin in which all of another octave's numbers count, or {@link #NO_EDGE}
   */
  private record Octave(int number, AtomicLongArray counts, int edge) {
    void add(int bin, long count) {
      int stripe = (int) Thread.currentThread().threadId() & (STRIPES - 1);
      counts.getAndAdd(stripe * BINS + (edge == NO_EDGE ? bin & (BINS - 1) : edge), count);
    }

    long sum(int bin) {
      long sum = 0;
      for (int stripe = 0; stripe < STRIPES; stripe++) {
        sum += counts.get(stripe * BINS + bin);
      }
      return sum;
    }
  }

  private final AtomicReferenceArray<Octave> octaves = new AtomicReferenceArray<>(OCTAVES);

  /** Those that have bins of their own. */
  private final List<Octave> made = new CopyOnWriteArrayList<>();

  /**
   * @param value a finite number
   */
  public void add(double value) {
    add(FineBins.of(value), 1);
  }

  /** Adds what {@code other} has counted. */
  public void add(BinCounts other) {
    other.bins().counts().forEach(this::add);
  }

  private void add(int bin, long count) {
    int number = bin >> BITS;
    Octave octave = octaves.get(number - FIRST_OCTAVE);
    (octave == null ? make(number) : octave).add(bin, count);
  }

  private synchronized Octave make(int number) {
    Octave known = octaves.get(number - FIRST_OCTAVE);
    if (known != null) {
      return known;
    }
    Octave octave = made.size() < MOST_OCTAVES ? fresh(number) : atEdgeOfNearest(number);
    octaves.set(number - FIRST_OCTAVE, octave);
    return octave;
  }

  private Octave fresh(int number) {
    Octave octave = new Octave(number, new AtomicLongArray(STRIPES * BINS), NO_EDGE);
    made.add(octave);
    return octave;
  }

  /** Stands for an octave beyond those that may be. */
  private Octave atEdgeOfNearest(int number) {
    Octave nearest =
        Collections.min(
            made, Comparator.comparingInt(octave -> Math.abs(octave.number() - number)));
    return new Octave(nearest.number(), nearest.counts(), nearest.number() < number ? BINS - 1 : 0);
  }

  /** All that is counted, unfolded. */
  public Bins bins() {
    SortedMap<Integer, Long> counts = new TreeMap<>();
    for (Octave octave : made) {
      for (int bin = 0; bin < BINS; bin++) {
        long count = octave.sum(bin);
        if (count > 0) {
          counts.put((octave.number() << BITS) + bin, count);
        }
      }
    }
    return new Bins(counts, 0);
  }
}
