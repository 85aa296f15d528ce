/**
 * Scoring inside Spark: the rows of a Dataset through the engines of the pod. A model travels as
 * its digest and its bytes, never as what an engine made of them, and is loaded once in each JVM.
 */
@NullMarked
package io.slipway.batch.spark;

import org.jspecify.annotations.NullMarked;
