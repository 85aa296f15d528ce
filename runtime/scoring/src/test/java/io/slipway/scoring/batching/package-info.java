@NullMarked
package io.slipway.scoring.batching;

import org.jspecify.annotations.NullMarked;
