package io.slipway.registry.service;

import io.slipway.registry.blob.Blob;
import io.slipway.registry.blob.BlobStore;
import io.slipway.registry.store.BlobReferences;
import io.slipway.registry.store.BlobReferences.Totals;
import io.slipway.registry.store.BlobReferences.Usage;
import io.slipway.registry.store.Database;
import java.io.IOException;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.stream.Stream;

/** How much is kept, and for what. */
public final class Storage {
  private static final int MOST_MODELS = 100;

  private final Database database;
  private final BlobStore blobs;

  public Storage(Database database, BlobStore blobs) {
    this.database = database;
    this.blobs = blobs;
  }

  /**
   * The figures.
   *
   * @param needed what versions refer to
   * @param stored how many blobs there are
   * @param storedBytes and how large they are together; more than what is needed while bytes wait
   *     for their version or for the next cleaning
   */
  public record Figures(Totals needed, long stored, long storedBytes, List<Usage> models) {}

  /** Counts. */
  public Figures figures() throws IOException {
    LongSummaryStatistics stored;
    try (Stream<Blob> all = blobs.list()) {
      stored = all.mapToLong(Blob::size).summaryStatistics();
    }
    return database.read(
        session -> {
          BlobReferences references = new BlobReferences(session);
          return new Figures(
              references.totals(),
              stored.getCount(),
              stored.getSum(),
              references.byModel(MOST_MODELS));
        });
  }
}
