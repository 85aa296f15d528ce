package io.slipway.registry.blob;

import io.slipway.registry.model.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/** Reads every blob of a store, to find what a disk or a hand did to it while nobody looked. */
public final class Scrub {
  private Scrub() {}

  /** Something that is not as it was stored. */
  public sealed interface Finding {
    Digest digest();

    /** The bytes are others. */
    record Tampered(Digest digest, Digest actual) implements Finding {}

    /** History refers to it, and it is not there. */
    record Missing(Digest digest) implements Finding {}

    /** The disk does not give its bytes. */
    record Unreadable(Digest digest, String cause) implements Finding {}
  }

  /**
   * What a scrub came to.
   *
   * @param blobs how many were read to their end and are good
   * @param bytes of those
   * @param findings none if all is well
   */
  public record Report(long blobs, long bytes, List<Finding> findings) {
    public Report {
      findings = List.copyOf(findings);
    }
  }

  /**
   * Reads all.
   *
   * @param expected those that history refers to
   * @throws BlobException if the store as a whole cannot be read: that is no finding about a blob
   */
  public static Report of(BlobStore store, Collection<Digest> expected) throws IOException {
    List<Finding> findings = new ArrayList<>();
    long good = 0;
    long bytes = 0;
    try (Stream<Blob> blobs = store.list()) {
      for (Iterator<Blob> all = blobs.iterator(); all.hasNext(); ) {
        Digest digest = all.next().digest();
        try (InputStream in = store.read(digest, 0)) {
          bytes += in.transferTo(OutputStream.nullOutputStream());
          good++;
        } catch (TamperedBlobException e) {
          findings.add(new Finding.Tampered(digest, e.actual()));
        } catch (BlobException e) {
          if (e.reason() != BlobException.Reason.ABSENT) {
            throw e;
          }
          // Deleted since it was listed. If history refers to it all the same, it is found below.
        } catch (IOException e) {
          findings.add(new Finding.Unreadable(digest, Words.of(e)));
        }
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    for (Digest digest : expected) {
      if (store.find(digest).isEmpty()) {
        findings.add(new Finding.Missing(digest));
      }
    }
    return new Report(good, bytes, findings);
  }
}
