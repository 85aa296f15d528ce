/**
 * What a run will do, fixed before any of it is done: which files as they are now, cut into which
 * splits, under which identity. Pure values and functions: no files are read here, no clock is
 * asked, and the same input is always cut the same way.
 */
@NullMarked
package io.slipway.batch.plan;

import org.jspecify.annotations.NullMarked;
