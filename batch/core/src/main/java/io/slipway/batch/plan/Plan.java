package io.slipway.batch.plan;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The files of a run and how they are cut: every byte of every file is in exactly one split, which
 * making a plan checks, so that a plan that was read back from a store cannot lose rows or score
 * them twice either.
 *
 * @param files by name, ascending
 * @param splits by index
 */
public record Plan(List<InputFile> files, List<Split> splits) {
  /**
   * @throws IllegalArgumentException if a byte is in no split or in two, or the order is another
   */
  public Plan {
    files = List.copyOf(files);
    splits = List.copyOf(splits);
    for (int i = 1; i < files.size(); i++) {
      if (files.get(i - 1).name().compareTo(files.get(i).name()) >= 0) {
        throw new IllegalArgumentException(
            "the files are not in order: %s comes before %s"
                .formatted(files.get(i - 1).name(), files.get(i).name()));
      }
    }
    requireEveryByteOnce(files, splits);
  }

  private static void requireEveryByteOnce(List<InputFile> files, List<Split> splits) {
    Map<String, Long> covered = new HashMap<>();
    files.forEach(file -> covered.put(file.name(), 0L));
    for (int i = 0; i < splits.size(); i++) {
      if (splits.get(i).index() != i) {
        throw new IllegalArgumentException(
            "split %d stands at place %d".formatted(splits.get(i).index(), i));
      }
      for (Slice slice : splits.get(i).slices()) {
        Long upTo = covered.put(slice.file(), slice.to());
        if (upTo == null || upTo != slice.from()) {
          throw new IllegalArgumentException(
              "%s: a slice begins at byte %d, where %s"
                  .formatted(
                      slice.file(),
                      slice.from(),
                      upTo == null ? "there is no such file" : upTo + " is the next one"));
        }
      }
    }
    for (InputFile file : files) {
      if (covered.getOrDefault(file.name(), 0L) != file.bytes()) {
        throw new IllegalArgumentException(
            "%s has %d bytes, and splits hold %d of them"
                .formatted(file.name(), file.bytes(), covered.get(file.name())));
      }
    }
  }

  /** How many bytes of input. */
  public long bytes() {
    return files.stream().mapToLong(InputFile::bytes).sum();
  }

  /** What identifies it: {@code sha256:} and the digest of {@link PlanDocument#write}. */
  public String digest() {
    return Sha256.of(PlanDocument.write(this));
  }
}
