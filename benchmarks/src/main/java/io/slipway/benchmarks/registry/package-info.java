/**
 * A registry that runs beside what it can be no faster than: the disk that its bytes are on, the
 * loopback that they come over, and the hash that they are called by. It is spoken to over HTTP;
 * nothing of its code is used.
 */
@NullMarked
package io.slipway.benchmarks.registry;

import org.jspecify.annotations.NullMarked;
