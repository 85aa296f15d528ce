package io.slipway.server.protocol;

/** Names a part of a request in messages; becomes text only for one. */
@FunctionalInterface
interface Place {
  String text();

  /** Of a part within this one. */
  default Place dot(String name) {
    return () -> text() + "." + name;
  }
}
