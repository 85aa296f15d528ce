package io.slipway.testing.client;

import java.net.URI;
import java.util.Map;

/** What to send. */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record Request(String method, URI url, Map<String, String> headers, byte[] body) {}
