/**
 * The tabular engine beside others on the same models and rows, in one thread: CPU time a row, in
 * batches and one by one.
 */
@NullMarked
package io.slipway.benchmarks.tabular;

import org.jspecify.annotations.NullMarked;
