/**
 * The limit of offline scoring: an engine in a loop, without reading, writing or anybody who asks.
 * What is compared with it are processes, started by {@code
 * benchmarks/src/main/python/predictions}.
 */
@NullMarked
package io.slipway.benchmarks.predictions;

import org.jspecify.annotations.NullMarked;
