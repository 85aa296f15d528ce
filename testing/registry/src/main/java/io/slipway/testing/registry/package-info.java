/** The registry as it comes, for tests of those who use it. Nothing here knows what they are. */
@NullMarked
package io.slipway.testing.registry;

import org.jspecify.annotations.NullMarked;
