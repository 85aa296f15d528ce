package io.slipway.server.http;

import java.net.http.HttpHeaders;

/**
 * A request before its body.
 *
 * @param method in upper case
 * @param target path and, after a question mark, query: still percent-encoded
 * @param headers every header field
 */
record Head(String method, String target, HttpHeaders headers) {}
