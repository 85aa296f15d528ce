/** Tests of the tests' own tool. */
@NullMarked
package io.slipway.testing.generated;

import org.jspecify.annotations.NullMarked;
