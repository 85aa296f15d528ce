/** Tests of what the operator asks and tells the registry. */
@NullMarked
package io.slipway.operator.registry;

import org.jspecify.annotations.NullMarked;
