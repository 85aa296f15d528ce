package io.slipway.server.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/** Undoes {@code Content-Encoding}: gzip, within the limit of a body that came uncompressed. */
final class ContentCoding {
  private ContentCoding() {}

  static byte[] decode(byte[] body, String coding, int maxBytes) throws HttpProblem {
    return switch (coding.strip().toLowerCase(Locale.ROOT)) {
      case "", "identity" -> body;
      case "gzip", "x-gzip" -> gunzip(body, maxBytes);
      default ->
          throw new HttpProblem(
              415,
              "Content-Encoding: expected gzip or none, found another",
              Map.of("Accept-Encoding", "gzip"));
    };
  }

  private static byte[] gunzip(byte[] body, int maxBytes) throws HttpProblem {
    byte[] plain;
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
      plain = in.readNBytes(maxBytes);
      if (in.read() >= 0) {
        throw tooLarge(maxBytes);
      }
    } catch (IOException e) {
      throw new HttpProblem(
          400, "the body: expected gzip as Content-Encoding says, found bytes that are not");
    }
    return plain;
  }

  static HttpProblem tooLarge(int maxBytes) {
    return new HttpProblem(
        413,
        "the body: expected at most %d bytes, also when decompressed, found more; send fewer rows a request"
            .formatted(maxBytes));
  }
}
