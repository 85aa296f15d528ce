/**
 * Lowers PMML to the internal form. Each class lowers one part of the standard; what one does not
 * know it refuses with element, line and column, so that another engine can be asked.
 *
 * <p>Semantics follow the standard, and where it is silent the reference evaluator, against which
 * all of this is tested.
 */
@NullMarked
package io.slipway.tabular.pmml;

import org.jspecify.annotations.NullMarked;
