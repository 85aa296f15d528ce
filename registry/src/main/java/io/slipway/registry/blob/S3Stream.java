package io.slipway.registry.blob;

import io.slipway.registry.blob.BlobException.Reason;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/** The bytes of an object. One that ends before its end, or breaks, says so. */
final class S3Stream extends InputStream {
  private final ResponseInputStream<GetObjectResponse> bytes;
  private final String what;
  private final long size;
  private long passed;

  /**
   * @param what is read, for messages
   */
  S3Stream(ResponseInputStream<GetObjectResponse> bytes, String what) {
    this.bytes = bytes;
    this.what = what;
    this.size = bytes.response().contentLength();
  }

  long size() {
    return size;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int from, int length) throws IOException {
    int n;
    try {
      n = bytes.read(into, from, length);
    } catch (IOException | SdkException e) {
      throw brokenOff(e);
    }
    if (n < 0 && passed < size) {
      throw brokenOff(null);
    }
    passed += Math.max(0, n);
    return n;
  }

  private BlobException brokenOff(@Nullable Exception cause) {
    return new BlobException(
        Reason.UNREACHABLE,
        "the connection broke after %d of %d bytes of %s: ask again, from there"
            .formatted(passed, size, what),
        cause);
  }

  @Override
  public void close() throws IOException {
    if (passed < size) {
      // Closing alone would read what nobody wants.
      bytes.abort();
    } else {
      bytes.close();
    }
  }
}
