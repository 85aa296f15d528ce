package io.slipway.server.http;

import java.util.Map;

/**
 * What to write to a caller.
 *
 * @param names what answered; an answer from elsewhere has its own
 * @param added such as {@code Connection: close}, which HTTP/2 has no place for
 */
record Reply(Answer answer, Map<String, String> names, Map<String, String> added) {}
