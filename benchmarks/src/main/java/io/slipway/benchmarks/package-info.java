/** Peers that dev/bench runs beside Slipway, so that each figure has one to be compared with. */
@NullMarked
package io.slipway.benchmarks;

import org.jspecify.annotations.NullMarked;
