package io.slipway.e2e;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * What a load sends, and how fast: 100 a second over connections of all kinds, unless it says
 * otherwise.
 */
record Sending(ObjectNode ask) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What callers' libraries do with connections. */
  enum Connections {
    NEW,
    KEPT,
    HTTP2
  }

  static Sending to(String url, String body) {
    ObjectNode ask = JSON.createObjectNode().put("url", url).put("body", body);
    ask.putObject("headers").put("Content-Type", "application/json");
    return new Sending(ask);
  }

  Sending perSecond(int requests) {
    return but(it -> it.put("perSecond", requests));
  }

  /** So many in all, as fast as they are answered. */
  Sending atFullSpeed(int count, int atATime) {
    return but(it -> it.put("count", count).put("atATime", atATime));
  }

  Sending over(Connections kind) {
    return but(it -> it.set("connections", JSON.valueToTree(List.of(kind))));
  }

  Sending header(String name, String value) {
    return but(it -> ((ObjectNode) it.path("headers")).put(name, value));
  }

  /** With a header whose values take turns. */
  Sending keys(String header, int count) {
    return but(it -> it.put("keyHeader", header).put("keys", count));
  }

  /** With bodies of so many bytes, most of which are blanks. */
  Sending padTo(int bytes) {
    return but(it -> it.put("padTo", bytes));
  }

  /** With bodies that take so long to be sent. */
  Sending uploading(Duration time) {
    return but(it -> it.put("uploadSeconds", time.toSeconds()));
  }

  Sending waiting(Duration atMost) {
    return but(it -> it.put("timeoutSeconds", atMost.toSeconds()));
  }

  private Sending but(Consumer<ObjectNode> change) {
    ObjectNode changed = ask.deepCopy();
    change.accept(changed);
    return new Sending(changed);
  }
}
