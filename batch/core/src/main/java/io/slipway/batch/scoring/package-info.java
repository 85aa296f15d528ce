/**
 * Rows through a model, and what is wrong with those that it refuses: one bad row costs its own
 * prediction and no other. Nothing here reads files, writes results or knows where it runs.
 */
@NullMarked
package io.slipway.batch.scoring;

import org.jspecify.annotations.NullMarked;
