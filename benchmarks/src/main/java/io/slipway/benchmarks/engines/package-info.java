/**
 * Engines beside each other on the same models and rows, by JMH: CPU time and bytes a row, in
 * batches and one by one, in one thread.
 */
@NullMarked
package io.slipway.benchmarks.engines;

import org.jspecify.annotations.NullMarked;
