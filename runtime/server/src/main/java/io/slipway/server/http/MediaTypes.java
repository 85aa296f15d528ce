package io.slipway.server.http;

import io.slipway.server.protocol.PredictCodec.Form;
import java.util.Locale;

/** Which form a body is in, and which form a caller wants the answer in. */
final class MediaTypes {
  static final String JSON = "application/json";
  static final String CSV = "text/csv";
  static final String BINARY = "application/octet-stream";

  private MediaTypes() {}

  /** The form of rows; none stated means JSON. */
  static Form rows(String contentType) throws HttpProblem {
    String type = essence(contentType);
    requireUtf8(contentType);
    return switch (type) {
      case "", JSON -> Form.RECORDS;
      case CSV -> Form.CSV;
      default -> throw unsupported(JSON + " or " + CSV, contentType);
    };
  }

  /** Fails unless a body can be an infer request. */
  static void requireInfer(String contentType) throws HttpProblem {
    if (contentType.equals(JSON) || contentType.equals(BINARY) || contentType.isEmpty()) {
      return; // which nearly all say, with nothing to look for in it
    }
    requireUtf8(contentType);
    switch (essence(contentType)) {
      case "", JSON, BINARY -> {}
      default -> throw unsupported(JSON + " or " + BINARY, contentType);
    }
  }

  /**
   * The form of the answer: the one that {@code Accept} likes best, and of those it likes alike the
   * one the rows came in.
   */
  static Form answer(String accept, Form rows) throws HttpProblem {
    if (accept.isBlank()) {
      return rows;
    }
    double records = quality(accept, JSON);
    double csv = quality(accept, CSV);
    if (records <= 0 && csv <= 0) {
      throw new HttpProblem(406, "Accept: expected %s or %s, found neither".formatted(JSON, CSV));
    }
    if (records == csv) {
      return rows;
    }
    return records > csv ? Form.RECORDS : Form.CSV;
  }

  /** How much an Accept header likes a type, by its most specific range; 0 for not at all. */
  private static double quality(String accept, String type) {
    double quality = 0;
    int specificity = 0;
    for (String part : accept.split(",")) {
      String range = essence(part);
      int specific =
          range.equals(type)
              ? 3
              : range.equals(type.replaceAll("/.*", "/*")) ? 2 : range.equals("*/*") ? 1 : 0;
      if (specific > specificity) {
        specificity = specific;
        quality = weight(part);
      }
    }
    return quality;
  }

  private static double weight(String part) {
    for (String parameter : part.split(";")) {
      String[] pair = parameter.strip().split("=", 2);
      if (pair.length == 2 && pair[0].strip().equalsIgnoreCase("q")) {
        try {
          return Double.parseDouble(pair[1].strip());
        } catch (NumberFormatException e) {
          return 0;
        }
      }
    }
    return 1;
  }

  private static void requireUtf8(String contentType) throws HttpProblem {
    for (String parameter : contentType.split(";")) {
      String[] pair = parameter.strip().split("=", 2);
      if (pair.length == 2 && pair[0].strip().equalsIgnoreCase("charset")) {
        String charset = pair[1].strip().replace("\"", "").toLowerCase(Locale.ROOT);
        if (!charset.equals("utf-8") && !charset.equals("utf8") && !charset.equals("us-ascii")) {
          throw new HttpProblem(415, "Content-Type: expected the charset utf-8, found another");
        }
      }
    }
  }

  /** The type without its parameters. */
  private static String essence(String type) {
    return type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
  }

  private static HttpProblem unsupported(String expected, String found) {
    String shown = found.length() > 80 ? found.substring(0, 80) : found;
    return new HttpProblem(
        415,
        "Content-Type: expected %s, found %s".formatted(expected, shown.replaceAll("[^ -~]", "?")));
  }
}
