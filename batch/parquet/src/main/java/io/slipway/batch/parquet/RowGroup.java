package io.slipway.batch.parquet;

import java.util.Collection;
import java.util.List;

/**
 * Rows of a file that were written together.
 *
 * @param first how many rows come before
 * @param rows how many it has
 * @param chunks where the values of each column are
 */
record RowGroup(long first, long rows, List<Chunk> chunks) {

  /**
   * Values of one column.
   *
   * @param path the column, and the parts below it where it is nested
   * @param from its first byte's offset in the file
   * @param to the offset behind its last byte
   */
  record Chunk(String path, long from, long to) {
    private boolean isOf(String column) {
      return path.equals(column) || path.startsWith(column + ", ");
    }
  }

  /** The offset of its first byte, by which it belongs to a slice. */
  long at() {
    return chunks.stream().mapToLong(Chunk::from).min().orElse(0);
  }

  /** Those of some columns. */
  List<Chunk> of(Collection<FileColumn> columns) {
    return chunks.stream()
        .filter(chunk -> columns.stream().anyMatch(column -> chunk.isOf(column.name())))
        .toList();
  }
}
