package io.slipway.server.traffic;

import io.slipway.server.contract.Position;
import io.slipway.server.http.RequestHeaders;
import io.slipway.server.traffic.CurrentDocument.Held;
import java.net.http.HttpHeaders;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Header fields of forwards: their names, and which of a request's and an answer's travel on. */
final class ForwardHeaders {
  static final String HOP = "Slipway-Hop";
  static final String DOCUMENT = "Slipway-Document";

  /** Of a hop: the document that its sender goes by, which nobody but pods holds. */
  static final String PROOF = "Slipway-Proof";

  /** Of a hop: nobody waits for the answer but the sender, which compares it with its own. */
  static final String SHADOW = "Slipway-Shadow";

  static final String REVISION = "Slipway-Revision";
  static final String WANT = "Slipway-Want";

  /** Of an answer to a hop: microseconds that scoring took. */
  static final String TOOK = "Slipway-Took";

  /** Of an answer to a hop: its faulty rows, if there are any. */
  static final String FAULTS = "Slipway-Faults";

  private static final Pattern WHOLE = Pattern.compile("\\d{1,15}");

  /** Those of one connection (RFC 9110, 7.6.1), and those that frame a message. */
  private static final Set<String> CONNECTION =
      Set.of(
          "connection",
          "content-length",
          "expect",
          "host",
          "http2-settings",
          "keep-alive",
          "proxy-authenticate",
          "proxy-authorization",
          "proxy-connection",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade");

  private ForwardHeaders() {}

  /**
   * What a caller's request carries on, and that it was forwarded under a document. What the caller
   * says of hops is written over: it would be believed with this pod's proof beside it.
   */
  static Map<String, List<String>> request(RequestHeaders caller, Held document) {
    Map<String, List<String>> headers = endToEnd(caller.map());
    headers.remove(SHADOW);
    headers.put(HOP, List.of(Integer.toString(hops(caller) + 1)));
    headers.put(DOCUMENT, List.of(document.document().position().toString()));
    headers.put(PROOF, List.of(document.proof()));
    return headers;
  }

  /** The same for a copy, whose answer nobody waits for. */
  static Map<String, List<String>> copy(RequestHeaders caller, Held document) {
    Map<String, List<String>> headers = request(caller, document);
    headers.put(SHADOW, List.of("1"));
    headers.remove("Accept-Encoding"); // to be read here, not by whoever asked for it
    return headers;
  }

  /**
   * How often a request was sent on, as it says itself: 0 to 2, where 2 is that or more. Without a
   * proof anybody may say so.
   */
  static int hops(RequestHeaders headers) {
    String hops = headers.firstValue(HOP).orElse("");
    return hops.isEmpty() ? 0 : hops.equals("1") ? 1 : 2;
  }

  /** What the target's answer carries on to the caller. */
  static HttpHeaders answer(HttpHeaders target) {
    Map<String, List<String>> headers = endToEnd(target.map());
    headers.remove(TOOK);
    headers.remove(FAULTS);
    return HttpHeaders.of(headers, (name, value) -> true);
  }

  /** A number of an answer to a hop; empty if it says none that makes sense. */
  static OptionalLong number(HttpHeaders target, String name) {
    String written = target.firstValue(name).orElse("");
    return WHOLE.matcher(written).matches()
        ? OptionalLong.of(Long.parseLong(written))
        : OptionalLong.empty();
  }

  static Optional<Position> document(RequestHeaders headers) {
    return headers.firstValue(DOCUMENT).flatMap(Position::parse);
  }

  /**
   * @param headers whose names are found without regard to case
   */
  private static Map<String, List<String>> endToEnd(Map<String, List<String>> headers) {
    Set<String> dropped = new HashSet<>(CONNECTION);
    for (String named : headers.getOrDefault("Connection", List.of())) {
      for (String name : named.split(",", -1)) {
        dropped.add(name.strip().toLowerCase(Locale.ROOT));
      }
    }
    Map<String, List<String>> kept = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.forEach(
        (name, values) -> {
          if (!dropped.contains(name.toLowerCase(Locale.ROOT)) && !name.startsWith(":")) {
            kept.put(name, values);
          }
        });
    return kept;
  }
}
