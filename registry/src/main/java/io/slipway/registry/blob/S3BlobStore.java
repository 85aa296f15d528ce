package io.slipway.registry.blob;

import io.slipway.registry.blob.BlobException.Reason;
import io.slipway.registry.model.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Blobs as objects of an S3-compatible store. An upload comes into a folder of this process first,
 * where it can go on after a broken connection, and is hashed there: an object has its name only if
 * its bytes have it. When the store is lost on the way, what came is kept, and an append of nothing
 * at its end tries again.
 */
public final class S3BlobStore implements BlobStore, AutoCloseable {
  private static final long PART_BYTES = 16L << 20;
  private static final int NOT_FOUND = 404;
  private static final int BEYOND_THE_END = 416;

  private final S3Client client;
  private final S3Location location;
  private final String display;
  private final S3Writer writer;
  private final Incoming incoming;

  S3BlobStore(
      S3Client client, S3Location location, String display, S3Writer writer, Incoming incoming) {
    this.client = client;
    this.location = location;
    this.display = display;
    this.writer = writer;
    this.incoming = incoming;
  }

  /**
   * Connects to nothing yet.
   *
   * @param folder for uploads on their way, with room for those that come at one time; this
   *     process's own
   * @param environment the variables of AWS's tools: endpoint, region, keys
   */
  public static S3BlobStore open(S3Location location, Path folder, Map<String, String> environment)
      throws IOException {
    return open(location, folder, environment, PART_BYTES);
  }

  static S3BlobStore open(
      S3Location location, Path folder, Map<String, String> environment, long partBytes)
      throws IOException {
    String display = S3Clients.display(environment, location);
    S3Client client = S3Clients.open(environment);
    return new S3BlobStore(
        client,
        location,
        display,
        new S3Writer(client, location, partBytes),
        Incoming.open(folder.resolve("incoming")));
  }

  @Override
  public Optional<Blob> find(Digest digest) throws IOException {
    try {
      HeadObjectResponse head =
          client.headObject(get -> get.bucket(location.bucket()).key(location.key(digest)));
      return Optional.of(new Blob(digest, head.contentLength(), head.lastModified()));
    } catch (S3Exception e) {
      if (e.statusCode() == NOT_FOUND) {
        // A HEAD is answered without a body, so a bucket that is not there looks the same.
        return Optional.empty();
      }
      throw S3Errors.of(e, display);
    } catch (SdkException e) {
      throw S3Errors.of(e, display);
    }
  }

  @Override
  public InputStream read(Digest digest, long offset) throws IOException {
    try {
      ResponseInputStream<GetObjectResponse> object =
          client.getObject(
              get -> {
                get.bucket(location.bucket()).key(location.key(digest));
                if (offset > 0) {
                  get.range("bytes=" + offset + "-");
                }
              });
      S3Stream bytes = new S3Stream(object, digest.toString());
      return offset == 0 ? new VerifiedStream(bytes, digest, bytes.size()) : bytes;
    } catch (S3Exception e) {
      if (e.statusCode() == BEYOND_THE_END) {
        return atTheEnd(digest, offset);
      }
      if (e.statusCode() == NOT_FOUND && !isBucketLost(e)) {
        throw new BlobException(Reason.ABSENT, "there is no blob " + digest, e);
      }
      throw S3Errors.of(e, display);
    } catch (SdkException e) {
      throw S3Errors.of(e, display);
    }
  }

  private static boolean isBucketLost(S3Exception answer) {
    return answer.awsErrorDetails() != null
        && "NoSuchBucket".equals(answer.awsErrorDetails().errorCode());
  }

  private InputStream atTheEnd(Digest digest, long offset) throws IOException {
    Blob blob =
        find(digest)
            .orElseThrow(() -> new BlobException(Reason.ABSENT, "there is no blob " + digest));
    Offsets.check(digest, offset, blob.size());
    return InputStream.nullInputStream();
  }

  @Override
  public long received(Digest digest) throws IOException {
    return incoming.received(digest);
  }

  @Override
  public Receipt append(Digest digest, long offset, long total, InputStream bytes)
      throws IOException {
    try (Upload upload = incoming.begin(digest)) {
      Optional<Blob> there = find(digest);
      if (there.isPresent()) {
        upload.discard();
        return new Receipt.Stored(there.get());
      }
      return switch (upload.append(offset, total, bytes)) {
        case Upload.Outcome.Partial(long received) -> new Receipt.Partial(received);
        case Upload.Outcome.Mismatch(Digest actual) -> new Receipt.Mismatch(actual);
        case Upload.Outcome.Complete(Path file, long size) -> {
          Blob blob = write(digest, file, size);
          upload.discard();
          yield new Receipt.Stored(blob);
        }
      };
    }
  }

  private Blob write(Digest digest, Path file, long size) throws IOException {
    try {
      writer.write(digest, file, size);
    } catch (SdkException e) {
      BlobException why = S3Errors.of(e, display);
      throw new BlobException(
          why.reason(),
          "%s. %s came whole (%d bytes) and is kept here: send its end again to try again"
              .formatted(why.getMessage(), digest, size),
          e);
    }
    Optional<Blob> written = find(digest);
    if (written.isEmpty() || written.get().size() != size) {
      throw new BlobException(
          Reason.UNWRITABLE,
          "%s said that it took %s, and does not have its %d bytes"
              .formatted(display, digest, size));
    }
    return written.get();
  }

  @Override
  public boolean delete(Digest digest) throws IOException {
    if (find(digest).isEmpty()) {
      return false;
    }
    try {
      client.deleteObject(delete -> delete.bucket(location.bucket()).key(location.key(digest)));
      return true;
    } catch (SdkException e) {
      throw S3Errors.of(e, display);
    }
  }

  /** Pages are asked for as the stream comes to them. */
  @Override
  public Stream<Blob> list() throws IOException {
    try {
      return Stream.iterate(
              Optional.of(page(Optional.empty())), Optional::isPresent, this::following)
          .flatMap(Optional::stream)
          .flatMap(page -> page.contents().stream())
          .flatMap(
              object ->
                  location.digest(object.key()).stream()
                      .map(digest -> new Blob(digest, object.size(), object.lastModified())));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private Optional<ListObjectsV2Response> following(Optional<ListObjectsV2Response> page) {
    return page.filter(ListObjectsV2Response::isTruncated)
        .map(ListObjectsV2Response::nextContinuationToken)
        .map(token -> page(Optional.of(token)));
  }

  private ListObjectsV2Response page(Optional<String> token) {
    try {
      return client.listObjectsV2(
          list -> {
            list.bucket(location.bucket()).prefix(location.folder());
            token.ifPresent(list::continuationToken);
          });
    } catch (SdkException e) {
      throw new UncheckedIOException(S3Errors.of(e, display));
    }
  }

  @Override
  public int discardUnfinished(Instant before) throws IOException {
    int dropped = incoming.discardUnfinished(before);
    try {
      return dropped + writer.abortUnfinished(before);
    } catch (SdkException e) {
      throw S3Errors.of(e, display);
    }
  }

  @Override
  public void close() throws IOException {
    client.close();
    incoming.close();
  }
}
