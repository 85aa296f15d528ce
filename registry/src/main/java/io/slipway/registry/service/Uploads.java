package io.slipway.registry.service;

import io.slipway.registry.blob.Blob;
import io.slipway.registry.blob.BlobStore;
import io.slipway.registry.blob.Receipt;
import io.slipway.registry.model.Digest;
import io.slipway.registry.service.Refusal.Reason;
import io.slipway.registry.store.AuditLog;
import io.slipway.registry.store.Database;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/** Takes bytes in, under the name that their sender says they have. */
public final class Uploads {
  private final Database database;
  private final BlobStore blobs;
  private final Clock clock;
  private final long largest;

  /**
   * @param largest how many bytes a blob may have
   */
  public Uploads(Database database, BlobStore blobs, Clock clock, long largest) {
    this.database = database;
    this.blobs = blobs;
    this.clock = clock;
    this.largest = largest;
  }

  /**
   * Bytes on their way.
   *
   * @param offset where they begin within the whole
   * @param total of the whole
   */
  public record Part(Digest digest, long offset, long total, InputStream bytes) {}

  /** What became of them. */
  public sealed interface Taken {

    /** All are there now. */
    record Stored(Blob blob) implements Taken {}

    /** All were there already. */
    record Known(Blob blob) implements Taken {}

    /** Some are there, and the others may follow. */
    record Partly(long received) implements Taken {}
  }

  /** How far an upload has come. */
  public sealed interface Progress {
    /** All is there. */
    record Whole(Blob blob) implements Progress {}

    /** So many bytes are; 0 when it has not begun. */
    record Part(long received) implements Progress {}
  }

  /** How far the upload of these bytes has come. */
  public Progress progress(Digest digest) throws IOException {
    Optional<Blob> blob = blobs.find(digest);
    return blob.isPresent()
        ? new Progress.Whole(blob.get())
        : new Progress.Part(blobs.received(digest));
  }

  /** Takes bytes in. */
  public Taken take(Author author, Part part) throws Refusal, IOException {
    Optional<Blob> known = blobs.find(part.digest());
    if (known.isPresent()) {
      // Read all the same: a connection that is closed on its sender looks like a failure to him.
      part.bytes().transferTo(OutputStream.nullOutputStream());
      return new Taken.Known(known.get());
    }
    if (part.total() > largest) {
      throw new Refusal(
          Reason.TOO_LARGE,
          "blobs/" + part.digest(),
          "it has %d bytes, and this registry takes at most %d".formatted(part.total(), largest),
          "make the model smaller, or have the registry's limit raised",
          Map.of("largest", largest));
    }
    long received = blobs.received(part.digest());
    if (part.offset() != 0 && part.offset() != received) {
      throw new Refusal(
          Reason.CONFLICT,
          "blobs/" + part.digest(),
          "the bytes begin at %d, and those that are here end at %d"
              .formatted(part.offset(), received),
          "go on at %d, or begin anew at 0".formatted(received),
          Map.of("received", received));
    }
    return switch (blobs.append(part.digest(), part.offset(), part.total(), part.bytes())) {
      case Receipt.Stored(Blob blob) -> {
        note(author, blob);
        yield new Taken.Stored(blob);
      }
      case Receipt.Partial(long kept) -> new Taken.Partly(kept);
      case Receipt.Mismatch(Digest actual) ->
          throw new Refusal(
              Reason.DIGEST_MISMATCH,
              "blobs/" + part.digest(),
              "the bytes that came hash to " + actual,
              "compute the digest of the file and send it again, or send it as " + actual,
              Map.of("actual", actual.toString()));
    };
  }

  private void note(Author author, Blob blob) {
    database.write(
        session -> {
          new AuditLog(session)
              .add(
                  clock.instant(),
                  author.name(),
                  "blob.store",
                  "blobs/" + blob.digest(),
                  blob.size() + " bytes");
          return true;
        });
  }
}
