/** Committed files that are generated. Nothing here knows what is in them. */
@NullMarked
package io.slipway.testing.generated;

import org.jspecify.annotations.NullMarked;
