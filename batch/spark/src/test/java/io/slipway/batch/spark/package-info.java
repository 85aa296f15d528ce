@NullMarked
package io.slipway.batch.spark;

import org.jspecify.annotations.NullMarked;
