package io.slipway.batch.plan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Cuts files into splits of about one size: so many bytes each, and more where there would
 * otherwise be too many splits. Kubernetes takes 19 s of its Job controller's time for 1,000
 * indexes and 224 s for 10,000 (KEP-3850), so larger splits are better than more of them.
 *
 * @param splitBytes how large a split should be
 * @param maxSplits how many there may be
 */
public record Planner(long splitBytes, int maxSplits) {

  /** Whether a file may be read by several workers. */
  public enum Division {
    /** A line is a record, wherever it is read from. */
    BETWEEN_LINES,
    /** Only who has read the file from its beginning knows where a record begins. */
    BETWEEN_FILES
  }

  /**
   * @throws IllegalArgumentException if either is below 1
   */
  public Planner {
    if (splitBytes < 1 || maxSplits < 1) {
      throw new IllegalArgumentException("%d splits of %d bytes".formatted(maxSplits, splitBytes));
    }
  }

  /**
   * @param files in any order; those without a byte have no part in a split
   * @throws IllegalArgumentException if two have one name
   */
  public Plan plan(Collection<InputFile> files, Division division) {
    List<InputFile> sorted = files.stream().sorted(Comparator.comparing(InputFile::name)).toList();
    long total = sorted.stream().mapToLong(InputFile::bytes).sum();
    long size = Math.max(splitBytes, (total + maxSplits - 1) / maxSplits);
    List<Split> splits = new ArrayList<>();
    List<Slice> open = new ArrayList<>();
    long room = size;
    for (InputFile file : sorted) {
      long from = 0;
      while (from < file.bytes()) {
        long left = file.bytes() - from;
        long taken = division == Division.BETWEEN_LINES ? Math.min(left, room) : left;
        open.add(new Slice(file.name(), from, from + taken));
        from += taken;
        room -= taken;
        if (room <= 0) {
          splits.add(new Split(splits.size(), open));
          open = new ArrayList<>();
          room = size;
        }
      }
    }
    if (!open.isEmpty()) {
      splits.add(new Split(splits.size(), open));
    }
    return new Plan(sorted, splits);
  }
}
