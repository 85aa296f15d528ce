/** Tests of what is let in: in this process where it is safe, in the real one where it is not. */
@NullMarked
package io.slipway.registry.validation;

import org.jspecify.annotations.NullMarked;
