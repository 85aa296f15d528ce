/**
 * Checks a server, by its URL alone, against the Open Inference Protocol v2: reads the command
 * line, finds out what the model takes, runs the checks and says how it went. Needs nothing but the
 * JDK, so that it runs wherever a server does; the checks of gRPC, which need more, are found on
 * the class path where they are asked for.
 */
@NullMarked
package io.slipway.conformance;

import org.jspecify.annotations.NullMarked;
