package io.slipway.registry.blob;

import io.slipway.registry.model.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;

/**
 * Writes verified files into a bucket: whole, or in parts where they are large. An object appears
 * with its last byte or not at all, and only where there is none yet if the store can be asked to
 * keep to that; the store checks the hash of what it got.
 */
final class S3Writer {
  private static final String ONLY_IF_ABSENT = "*";
  private static final String TYPE = "application/octet-stream";
  private static final int PRECONDITION_FAILED = 412;
  private static final int NOT_IMPLEMENTED = 501;

  /** What S3 takes of one object. */
  private static final int MOST_PARTS = 10_000;

  private final S3Client client;
  private final S3Location location;
  private final long partBytes;

  /**
   * @param partBytes what is larger goes in parts of so much, or more where there would be too many
   */
  S3Writer(S3Client client, S3Location location, long partBytes) {
    this.client = client;
    this.location = location;
    this.partBytes = partBytes;
  }

  /**
   * @throws SdkException as the SDK has it
   */
  void write(Digest digest, Path file, long size) throws IOException {
    try {
      if (size <= partBytes) {
        whole(digest, file);
      } else {
        try (FileChannel channel = FileChannel.open(file)) {
          inParts(digest, channel, size);
        }
      }
    } catch (S3Exception e) {
      // Somebody was quicker: the same digest, so the same bytes.
      if (e.statusCode() != PRECONDITION_FAILED) {
        throw e;
      }
    }
  }

  private void whole(Digest digest, Path file) {
    ifAbsent(
        condition ->
            client.putObject(
                put ->
                    put.bucket(location.bucket())
                        .key(location.key(digest))
                        .contentType(TYPE)
                        .ifNoneMatch(condition)
                        .checksumSHA256(base64(HexFormat.of().parseHex(digest.hex()))),
                RequestBody.fromFile(file)));
  }

  private void inParts(Digest digest, FileChannel file, long size) throws IOException {
    String key = location.key(digest);
    String upload =
        client
            .createMultipartUpload(
                create ->
                    create
                        .bucket(location.bucket())
                        .key(key)
                        .contentType(TYPE)
                        .checksumAlgorithm(ChecksumAlgorithm.SHA256))
            .uploadId();
    try {
      List<CompletedPart> parts = new ArrayList<>();
      long length = Math.max(partBytes, Math.ceilDiv(size, MOST_PARTS));
      for (long from = 0; from < size; from += length) {
        parts.add(part(key, upload, parts.size() + 1, file, from, Math.min(length, size - from)));
      }
      ifAbsent(
          condition ->
              client.completeMultipartUpload(
                  complete ->
                      complete
                          .bucket(location.bucket())
                          .key(key)
                          .uploadId(upload)
                          .ifNoneMatch(condition)
                          .multipartUpload(all -> all.parts(parts))));
    } catch (SdkException | IOException e) {
      abort(key, upload, e);
      throw e;
    }
  }

  private CompletedPart part(
      String key, String upload, int number, FileChannel file, long from, long length)
      throws IOException {
    String sha256 = base64(sha256(file, from, length));
    UploadPartRequest request =
        UploadPartRequest.builder()
            .bucket(location.bucket())
            .key(key)
            .uploadId(upload)
            .partNumber(number)
            .contentLength(length)
            .checksumSHA256(sha256)
            .build();
    RequestBody body =
        RequestBody.fromContentProvider(() -> new RangeStream(file, from, length), length, TYPE);
    return CompletedPart.builder()
        .partNumber(number)
        .eTag(client.uploadPart(request, body).eTag())
        .checksumSHA256(sha256)
        .build();
  }

  /** A request, with a condition or without. */
  private interface Conditional {
    void send(@Nullable String ifNoneMatch);
  }

  /** Tries without the condition where the store does not know it. */
  private static void ifAbsent(Conditional request) {
    try {
      request.send(ONLY_IF_ABSENT);
    } catch (S3Exception e) {
      if (e.statusCode() != NOT_IMPLEMENTED) {
        throw e;
      }
      request.send(null);
    }
  }

  private void abort(String key, String upload, Exception cause) {
    try {
      client.abortMultipartUpload(
          abort -> abort.bucket(location.bucket()).key(key).uploadId(upload));
    } catch (SdkException e) {
      // Its parts stay until they are swept up.
      cause.addSuppressed(e);
    }
  }

  /** Sweeps up parts of uploads that began before, by this process or one that died. */
  int abortUnfinished(Instant before) {
    int aborted = 0;
    List<MultipartUpload> unfinished =
        client
            .listMultipartUploadsPaginator(
                list -> list.bucket(location.bucket()).prefix(location.folder()))
            .uploads()
            .stream()
            .filter(upload -> upload.initiated().isBefore(before))
            .toList();
    for (MultipartUpload upload : unfinished) {
      client.abortMultipartUpload(
          abort -> abort.bucket(location.bucket()).key(upload.key()).uploadId(upload.uploadId()));
      aborted++;
    }
    return aborted;
  }

  private static byte[] sha256(FileChannel file, long from, long length) throws IOException {
    var sha256 = Sha256.start();
    try (InputStream in = new RangeStream(file, from, length)) {
      byte[] chunk = new byte[256 * 1024];
      for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
        sha256.update(chunk, 0, n);
      }
    }
    return sha256.digest();
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
