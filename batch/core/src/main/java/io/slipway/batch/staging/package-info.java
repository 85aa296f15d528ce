/**
 * What workers have finished, in a store that all of them see: parts, and for each split one
 * commit, made once and never replaced, whoever else scores the same split at the same time. So a
 * killed worker costs what it had not committed, and a second one costs nothing.
 */
@NullMarked
package io.slipway.batch.staging;

import org.jspecify.annotations.NullMarked;
