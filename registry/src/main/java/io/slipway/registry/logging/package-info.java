/** Log lines as JSON. Nothing of a registry. */
@NullMarked
package io.slipway.registry.logging;

import org.jspecify.annotations.NullMarked;
