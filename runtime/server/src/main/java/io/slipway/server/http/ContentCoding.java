package io.slipway.server.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/** Undoes {@code Content-Encoding}: gzip, within the limit of a body that came uncompressed. */
final class ContentCoding {
  private static final int PIECE = 8 * 1024;

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

  /** Whether a body with that header is longer than its bytes. */
  static boolean isCompressed(String coding) {
    String plain = coding.strip();
    return !plain.isEmpty() && !plain.equalsIgnoreCase("identity");
  }

  /**
   * How long a body is without its coding. It is inflated for that and thrown away piece by piece:
   * what a body says of its own length may be a lie.
   *
   * @throws HttpProblem 413 if it is longer than it may be, 400 if it is not what its header says
   */
  static int length(byte[] body, String coding, int maxBytes) throws HttpProblem {
    if (!isGzip(coding)) {
      return body.length;
    }
    long length = 0;
    byte[] piece = new byte[PIECE];
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(body), PIECE)) {
      for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
        length += read;
        if (length > maxBytes) {
          throw tooLarge(maxBytes);
        }
      }
    } catch (IOException e) {
      // Here, since it would be held as far as it can be inflated before that is known.
      throw noGzip();
    }
    return (int) length;
  }

  private static boolean isGzip(String coding) {
    String plain = coding.strip();
    return plain.equalsIgnoreCase("gzip") || plain.equalsIgnoreCase("x-gzip");
  }

  /**
   * As {@link #decode}, but for what follows the first {@code most} bytes of a body that is
   * compressed.
   */
  static byte[] beginning(byte[] body, String coding, int most) throws HttpProblem {
    if (!isGzip(coding)) {
      return decode(body, coding, most);
    }
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
      return in.readNBytes(most);
    } catch (IOException e) {
      throw noGzip();
    }
  }

  private static byte[] gunzip(byte[] body, int maxBytes) throws HttpProblem {
    byte[] plain;
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
      plain = in.readNBytes(maxBytes);
      if (in.read() >= 0) {
        throw tooLarge(maxBytes);
      }
    } catch (IOException e) {
      throw noGzip();
    }
    return plain;
  }

  private static HttpProblem noGzip() {
    return new HttpProblem(
        400, "the body: expected gzip as Content-Encoding says, found bytes that are not");
  }

  static HttpProblem tooLarge(int maxBytes) {
    return new HttpProblem(
        413,
        "the body: expected at most %d bytes, also when decompressed, found more; send fewer rows a request"
            .formatted(maxBytes));
  }
}
