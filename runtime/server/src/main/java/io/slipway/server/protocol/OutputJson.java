package io.slipway.server.protocol;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import java.io.IOException;

/** Writes JSON into an answer. */
final class OutputJson {
  /** What writes a document. */
  @FunctionalInterface
  interface Document {
    void write(JsonGenerator out) throws IOException, RequestException;
  }

  private static final JsonFactory FACTORY =
      JsonFactory.builder().recyclerPool(JsonRecyclerPools.newConcurrentDequePool()).build();

  private OutputJson() {}

  static void add(AnswerBytes answer, Document document) throws RequestException {
    answer.add(
        bytes -> {
          try (JsonGenerator out = FACTORY.createGenerator(bytes)) {
            document.write(out);
          }
        });
  }
}
