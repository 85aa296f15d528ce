/**
 * The internal form of a tabular model: a straight-line {@link io.slipway.tabular.form.Program}
 * over a {@link io.slipway.tabular.form.Frame} of rows. Every field, constant and result of the
 * model has a slot, a double in each row; categories are numbered once for the whole model and
 * stand in slots as their numbers; text that is more than a category has slots of its own. An
 * {@link io.slipway.tabular.form.Op} reads slots and writes slots, for all rows of a frame at once,
 * without allocating.
 *
 * <p>Immutable but for frames, which belong to one thread at a time. Knows no file format:
 * documents are lowered to it by their own packages.
 */
@NullMarked
package io.slipway.tabular.form;

import org.jspecify.annotations.NullMarked;
