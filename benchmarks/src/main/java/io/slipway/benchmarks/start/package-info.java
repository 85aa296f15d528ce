/** How long a process takes to its first answer, and what it holds in memory then and later. */
@NullMarked
package io.slipway.benchmarks.start;

import org.jspecify.annotations.NullMarked;
