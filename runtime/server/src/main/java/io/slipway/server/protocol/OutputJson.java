package io.slipway.server.protocol;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** Writes JSON into bytes. */
final class OutputJson {
  /** What writes a document. */
  @FunctionalInterface
  interface Document {
    void write(JsonGenerator out) throws IOException, RequestException;
  }

  private static final JsonFactory FACTORY =
      JsonFactory.builder().recyclerPool(JsonRecyclerPools.newConcurrentDequePool()).build();

  private OutputJson() {}

  static byte[] bytes(int sizeHint, Document document) throws RequestException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(sizeHint);
    try (JsonGenerator out = FACTORY.createGenerator(bytes)) {
      document.write(out);
    } catch (IOException e) {
      throw new IllegalStateException("writing JSON into memory failed", e);
    }
    return bytes.toByteArray();
  }
}
