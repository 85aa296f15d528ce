/** Tests of how bytes are kept: one contract for every store, and what can happen to each. */
@NullMarked
package io.slipway.registry.blob;

import org.jspecify.annotations.NullMarked;
