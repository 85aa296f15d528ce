package io.slipway.batch.plan;

/**
 * A file of the input as it was when the run was planned.
 *
 * @param name within the input, {@code /} between folders
 * @param bytes how many it has
 * @param mark what changes with its content: an ETag, a version, a time of change. A worker that
 *     finds another one refuses the file, for half of a run would see rows that the other half did
 *     not
 */
public record InputFile(String name, long bytes, String mark) {
  /**
   * @throws IllegalArgumentException if it has no name or fewer than no bytes
   */
  public InputFile {
    if (name.isEmpty()) {
      throw new IllegalArgumentException("an input file has no name");
    }
    if (bytes < 0) {
      throw new IllegalArgumentException("%s has %d bytes".formatted(name, bytes));
    }
  }
}
