/**
 * What a run is told to do, and what it says of itself in its folder: documents that pods of a run
 * and the operator meet in. Values alone: nothing here opens a file, a store or a model.
 */
@NullMarked
package io.slipway.batch.run;

import org.jspecify.annotations.NullMarked;
