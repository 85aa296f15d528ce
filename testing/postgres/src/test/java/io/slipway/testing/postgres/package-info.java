/** Tests of the server that can be killed. */
@NullMarked
package io.slipway.testing.postgres;

import org.jspecify.annotations.NullMarked;
