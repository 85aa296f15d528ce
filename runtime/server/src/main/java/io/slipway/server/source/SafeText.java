package io.slipway.server.source;

import java.net.URI;

/** Text from outside made fit for a message: short, on one line, and without secrets. */
final class SafeText {
  private static final int LONGEST = 300;

  private SafeText() {}

  /** A URI as a person wrote it: user and password and the query's content are left out. */
  static String of(String uri) {
    String shown = uri.replaceFirst("://[^/?#]*@", "://…@").replaceFirst("\\?.*", "?…");
    return plain(shown);
  }

  static String of(URI uri) {
    return of(uri.toString());
  }

  /** Control characters become question marks; what is long is cut. */
  static String plain(String text) {
    String shown = text.replaceAll("\\p{Cntrl}", "?");
    return shown.length() <= LONGEST ? shown : shown.substring(0, LONGEST) + "…";
  }
}
