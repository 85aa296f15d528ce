/**
 * Brings models from where others keep them into the registry: version by version, the oldest
 * first, with what is told of each, so that it may be broken off and begun again.
 *
 * <p>Knows no command line and prints nothing.
 */
@NullMarked
package io.slipway.cli.imports;

import org.jspecify.annotations.NullMarked;
