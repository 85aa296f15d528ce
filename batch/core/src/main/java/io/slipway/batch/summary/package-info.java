/**
 * What the rows of a set are like, in little: counts, errors by their reasons, how each output is
 * distributed; and how differently two sets are. Pure values and functions: the same rows in the
 * same order give the same summary to the last bit, in a memory that does not grow with them. No
 * files, no warehouse and no clock is known here.
 */
@NullMarked
package io.slipway.batch.summary;

import org.jspecify.annotations.NullMarked;
