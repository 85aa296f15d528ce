package io.slipway.registry.service;

import io.slipway.registry.blob.BlobStore;
import io.slipway.registry.blob.Scrub;
import io.slipway.registry.blob.Scrub.Finding;
import io.slipway.registry.model.Digest;
import io.slipway.registry.store.AuditLog;
import io.slipway.registry.store.BlobReferences;
import io.slipway.registry.store.Database;
import java.io.IOException;
import java.time.Clock;
import java.util.List;

/** Reads all bytes to see whether they are still the ones that were stored, and all there. */
public final class Scrubbing {
  private final Database database;
  private final BlobStore blobs;
  private final Clock clock;

  public Scrubbing(Database database, BlobStore blobs, Clock clock) {
    this.database = database;
    this.blobs = blobs;
    this.clock = clock;
  }

  /** What becomes of bytes that are not the ones that they are called. */
  public enum Tampered {
    /** They stay where they are, for somebody to look at. */
    KEEP,
    /** They go, so that the right ones can be sent again. */
    DISCARD
  }

  /** Looks at all. */
  public Scrub.Report run(Author author, Tampered tampered) throws IOException {
    List<Digest> needed = database.read(session -> new BlobReferences(session).ofReadyVersions());
    Scrub.Report report = Scrub.of(blobs, needed);
    if (tampered == Tampered.DISCARD) {
      for (Finding finding : report.findings()) {
        if (finding instanceof Finding.Tampered(Digest digest, Digest actual)) {
          discard(author, digest, actual);
        }
      }
    }
    return report;
  }

  private void discard(Author author, Digest digest, Digest actual) throws IOException {
    blobs.delete(digest);
    database.write(
        session -> {
          new AuditLog(session)
              .add(
                  clock.instant(),
                  author.name(),
                  "blob.discard",
                  "blobs/" + digest,
                  "its bytes hashed to " + actual);
          return true;
        });
  }
}
