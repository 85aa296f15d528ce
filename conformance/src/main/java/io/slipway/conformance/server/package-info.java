/** The server under test: what was sent to it and what it answered. Knows HTTP and no protocol. */
@NullMarked
package io.slipway.conformance.server;

import org.jspecify.annotations.NullMarked;
