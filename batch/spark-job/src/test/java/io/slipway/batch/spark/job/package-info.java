@NullMarked
package io.slipway.batch.spark.job;

import org.jspecify.annotations.NullMarked;
