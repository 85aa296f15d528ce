package io.slipway.testing.client;

import java.io.IOException;

/** A way to send requests. Safe for use by many threads. */
interface Transport extends AutoCloseable {

  /** What callers' libraries do with connections. */
  enum Kind {
    /** A connection for every request. */
    NEW,
    /** HTTP/1.1 connections that are used again. */
    KEPT,
    /** One HTTP/2 connection, without TLS, for all requests at once. */
    HTTP2
  }

  Response send(Request request) throws IOException, InterruptedException;

  @Override
  void close();

  static Transport of(Kind kind) {
    return switch (kind) {
      case NEW -> new NewConnections();
      case KEPT -> new KeptConnections();
      case HTTP2 -> new Http2();
    };
  }
}
