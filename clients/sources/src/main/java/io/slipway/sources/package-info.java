/**
 * What is asked of the stores that models come from, and what their answers mean. Requests are
 * values and answers are bytes: whoever uses this sends the ones and reads the others, each with
 * the HTTP client that it has anyway.
 *
 * <p>No socket, no file, no clock; nothing of Slipway's own.
 */
@NullMarked
package io.slipway.sources;

import org.jspecify.annotations.NullMarked;
