/**
 * Going back to an earlier revision: which one, what {@code spec.model} was then, what else was
 * different, and whether Git owns it. Pure: no client, no clock.
 */
@NullMarked
package io.slipway.cli.rollback;

import org.jspecify.annotations.NullMarked;
