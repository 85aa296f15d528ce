package io.slipway.server.http;

import java.net.http.HttpHeaders;

/**
 * A complete answer. The body's array belongs to the answer: do not write to it.
 *
 * @param status an HTTP status code
 * @param headers every header field but those that frame the message ({@code Content-Length},
 *     {@code Transfer-Encoding}, {@code Connection}), which are dropped when it is written
 * @param body all of it
 */
@SuppressWarnings("ArrayRecordComponent") // as in CallerRequest
public record Answer(int status, HttpHeaders headers, byte[] body) {}
