package io.slipway.testing.client;

import java.util.Map;

/** What came back; header names without regard to case. */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record Response(int status, Map<String, String> headers, byte[] body) {}
