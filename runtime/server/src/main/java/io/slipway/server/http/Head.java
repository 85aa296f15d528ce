package io.slipway.server.http;

/**
 * A request before its body.
 *
 * @param method in upper case
 * @param target path and, after a question mark, query: still percent-encoded
 * @param headers every header field
 */
record Head(String method, String target, RequestHeaders headers) {}
