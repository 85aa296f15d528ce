/**
 * Offline scoring beside its limits: an engine in a loop, without reading, writing or anybody who
 * asks; and the databases' own loading. What scores as a run or Spark does, and who looks
 * predictions up, are processes that {@code dev/bench} starts: no code of those is here.
 */
@NullMarked
package io.slipway.benchmarks.predictions;

import org.jspecify.annotations.NullMarked;
