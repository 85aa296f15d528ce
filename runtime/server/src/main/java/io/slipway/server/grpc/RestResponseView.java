package io.slipway.server.grpc;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** Takes the answer of the handler within. What it says reaches nobody before it is complete. */
final class RestResponseView extends Response.Wrapper {
  /** Takes a complete answer. */
  @FunctionalInterface
  interface Taker {
    /**
     * @param callback hears when it was written
     */
    void take(RestAnswer answer, HttpFields headers, Callback callback);
  }

  private final Taker taker;
  private final HttpFields.Mutable headers = HttpFields.build();
  private int status;
  private Optional<ByteArrayOutputStream> parts = Optional.empty();
  private boolean complete;

  RestResponseView(Request request, Response call, Taker taker) {
    super(request, call);
    this.taker = taker;
  }

  @Override
  public int getStatus() {
    return status;
  }

  @Override
  public void setStatus(int code) {
    status = code;
  }

  @Override
  public HttpFields.Mutable getHeaders() {
    return headers;
  }

  @Override
  public @Nullable Supplier<HttpFields> getTrailersSupplier() {
    return null; // the interface's way to say that there are none
  }

  @Override
  public void setTrailersSupplier(@Nullable Supplier<HttpFields> trailers) {
    // Those of the call are another matter.
  }

  @Override
  public boolean isCommitted() {
    return complete;
  }

  @Override
  public boolean hasLastWrite() {
    return complete;
  }

  @Override
  public boolean isCompletedSuccessfully() {
    return complete;
  }

  @Override
  public void reset() {
    status = 0;
    headers.clear();
    parts = Optional.empty();
  }

  @Override
  public CompletableFuture<Void> writeInterim(int code, HttpFields fields) {
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public void write(boolean last, @Nullable ByteBuffer part, Callback callback) {
    if (complete) {
      callback.succeeded();
      return;
    }
    ByteBuffer bytes = part == null ? ByteBuffer.allocate(0) : part;
    if (last && parts.isEmpty() && bytes.hasArray()) {
      // Most answers come whole: no copy.
      ByteBuffer whole = bytes.slice();
      bytes.position(bytes.limit());
      take(whole, callback);
      return;
    }
    byte[] copy = new byte[bytes.remaining()];
    bytes.get(copy);
    ByteArrayOutputStream all = parts.orElseGet(ByteArrayOutputStream::new);
    all.writeBytes(copy);
    parts = Optional.of(all);
    if (last) {
      take(ByteBuffer.wrap(all.toByteArray()), callback);
    } else {
      callback.succeeded();
    }
  }

  /** The handler within has ended, and may have had nothing more to write. */
  void end(Callback callback) {
    write(true, null, callback);
  }

  private void take(ByteBuffer body, Callback callback) {
    complete = true;
    String jsonLength = headers.get(RestAnswer.JSON_LENGTH);
    taker.take(
        new RestAnswer(
            status == 0 ? 200 : status,
            jsonLength != null && jsonLength.matches("\\d{1,9}")
                ? OptionalInt.of(Integer.parseInt(jsonLength))
                : OptionalInt.empty(),
            body),
        headers,
        callback);
  }
}
