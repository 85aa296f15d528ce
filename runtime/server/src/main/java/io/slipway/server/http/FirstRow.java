package io.slipway.server.http;

import io.slipway.server.protocol.RequestException;
import io.slipway.server.protocol.RowValue;
import java.util.Optional;

/** Looks into a request for predictions before anything decides who decodes it. */
public final class FirstRow {
  private FirstRow() {}

  /**
   * What the first row says of a field, as text; empty if it says nothing or the request makes no
   * sense, of which whoever scores it will tell the caller.
   */
  public static Optional<String> value(CallerRequest request, String field) {
    try {
      byte[] body =
          ContentCoding.beginning(
              request.body(), header(request, "Content-Encoding"), RowValue.MOST_BYTES);
      String path = request.target().split("\\?", 2)[0];
      if (path.endsWith("/infer")) {
        String jsonLength = header(request, Scoring.JSON_LENGTH);
        return RowValue.ofInfer(
            body, jsonLength.isEmpty() ? body.length : Integer.parseInt(jsonLength), field);
      }
      return header(request, "Content-Type").startsWith(MediaTypes.CSV)
          ? RowValue.ofCsv(body, field)
          : RowValue.ofRecords(body, field);
    } catch (HttpProblem | RequestException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static String header(CallerRequest request, String name) {
    return request.headers().firstValue(name).orElse("");
  }
}
