package io.slipway.testing.client;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * What to send.
 *
 * @param timeout how long to wait for a connection, and for an answer
 * @param upload how long to take for the body, which HTTP/2 does not heed
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record Request(
    String method,
    URI url,
    Map<String, String> headers,
    byte[] body,
    Duration timeout,
    Duration upload) {

  Request with(String header, String value) {
    Map<String, String> more = new TreeMap<>(headers);
    more.put(header, value);
    return new Request(method, url, more, body, timeout, upload);
  }
}
