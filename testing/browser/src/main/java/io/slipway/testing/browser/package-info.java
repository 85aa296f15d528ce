/**
 * A real browser in a test: Chromium by its DevTools protocol over the JDK's WebSocket. What a page
 * complained of and what it asked for is kept, so that a test can say that it was nothing.
 */
@NullMarked
package io.slipway.testing.browser;

import org.jspecify.annotations.NullMarked;
