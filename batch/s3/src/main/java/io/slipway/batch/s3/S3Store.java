package io.slipway.batch.s3;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * A store, and as whom it is asked. Requests that fail by the store's fault or on the way are tried
 * again, with growing waits. Safe for use by many threads.
 */
public final class S3Store implements AutoCloseable {
  private static final int PRECONDITION_FAILED = 412;
  private static final int CONFLICT = 409;
  private static final int NOT_FOUND = 404;

  /** How often a document is tried to be made that others are making. */
  private static final int TURNS = 20;

  private static final long LONGEST_WAIT = 1_000;

  private final S3Client client;
  private final Limits limits;

  /**
   * How a store is asked.
   *
   * @param page how many objects of a list at once
   * @param attempts at each request
   */
  record Limits(int page, int attempts) {
    /** A store gives a thousand at once. */
    private static final Limits USUAL = new Limits(1_000, 6);
  }

  private S3Store(S3Client client, Limits limits) {
    this.client = client;
    this.limits = limits;
  }

  /**
   * @param settings {@code AWS_…} and {@code ca.crt}, as the environment or the files of a Secret
   *     have them
   * @throws IllegalArgumentException if they are wrong
   */
  public static S3Store open(Map<String, String> settings) {
    return open(settings, Limits.USUAL);
  }

  static S3Store open(Map<String, String> settings, Limits limits) {
    return new S3Store(new S3Settings(settings).client(limits.attempts()), limits);
  }

  /** All objects whose keys begin so. */
  List<S3Object> list(S3Location prefix) throws S3Exception {
    try {
      return client
          .listObjectsV2Paginator(
              request ->
                  request.bucket(prefix.bucket()).prefix(prefix.key()).maxKeys(limits.page()))
          .contents()
          .stream()
          .toList();
    } catch (SdkException e) {
      throw S3Exception.of(prefix, e);
    }
  }

  /**
   * An object from an offset on, and only if it is still the one with this tag.
   *
   * @param tag as {@link #list} has it; empty for any
   */
  ResponseInputStream<GetObjectResponse> get(S3Location place, long from, String tag)
      throws S3Exception {
    GetObjectRequest.Builder request =
        GetObjectRequest.builder().bucket(place.bucket()).key(place.key());
    if (from > 0) {
      request.range("bytes=" + from + "-");
    }
    if (!tag.isEmpty()) {
      request.ifMatch(tag);
    }
    try {
      return client.getObject(request.build());
    } catch (SdkException e) {
      throw S3Exception.of(place, e);
    }
  }

  /** A small object; empty if there is none. */
  Optional<byte[]> read(S3Location place) throws IOException {
    try (InputStream in = get(place, 0, "")) {
      return Optional.of(in.readAllBytes());
    } catch (S3Exception e) {
      if (e.status() == NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  void put(S3Location place, Path file) throws S3Exception {
    try {
      client.putObject(
          request -> request.bucket(place.bucket()).key(place.key()), RequestBody.fromFile(file));
    } catch (SdkException e) {
      throw S3Exception.of(place, e);
    }
  }

  /**
   * Makes a small object, unless there is one.
   *
   * @return what is there from now on: {@code content}, or what was there before
   */
  byte[] keep(S3Location place, byte[] content) throws IOException {
    S3Exception last = null;
    for (int turn = 0; turn < TURNS; turn++) {
      try {
        client.putObject(
            request -> request.bucket(place.bucket()).key(place.key()).ifNoneMatch("*"),
            RequestBody.fromBytes(content));
        return content;
      } catch (SdkException e) {
        last = S3Exception.of(place, e);
      }
      if (last.status() != PRECONDITION_FAILED && last.status() != CONFLICT) {
        throw last;
      }
      // Also where an answer was lost, and this is the second attempt of ours.
      Optional<byte[]> there = read(place);
      if (there.isPresent()) {
        return there.get();
      }
      // Somebody is making it, or has failed to.
      pause(turn);
    }
    throw last == null ? new IOException(place + " was not tried") : last;
  }

  /**
   * Puts a small object in place of the one that was seen, or where there was none.
   *
   * @param seen its tag
   * @return false if there is another one by now, or an answer was lost
   */
  boolean replace(S3Location place, byte[] content, Optional<String> seen) throws S3Exception {
    PutObjectRequest.Builder request =
        PutObjectRequest.builder().bucket(place.bucket()).key(place.key());
    seen.ifPresentOrElse(request::ifMatch, () -> request.ifNoneMatch("*"));
    try {
      client.putObject(request.build(), RequestBody.fromBytes(content));
      return true;
    } catch (SdkException e) {
      S3Exception failure = S3Exception.of(place, e);
      // 404: the one that was seen is gone.
      if (Set.of(PRECONDITION_FAILED, CONFLICT, NOT_FOUND).contains(failure.status())
          && (failure.status() != NOT_FOUND || seen.isPresent())) {
        return false;
      }
      throw failure;
    }
  }

  private static void pause(int turn) throws IOException {
    try {
      Thread.sleep(Math.min(LONGEST_WAIT, 20L << Math.min(turn, 10)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while another wrote the same object", e);
    }
  }

  void delete(S3Location place) throws S3Exception {
    try {
      client.deleteObject(request -> request.bucket(place.bucket()).key(place.key()));
    } catch (SdkException e) {
      throw S3Exception.of(place, e);
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
