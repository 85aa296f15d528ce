/** What tests of the registry share. */
@NullMarked
package io.slipway.registry.testing;

import org.jspecify.annotations.NullMarked;
