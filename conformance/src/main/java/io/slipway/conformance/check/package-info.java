/**
 * The checks, by the sections of the specification. Each says which sentence it holds a server to.
 */
@NullMarked
package io.slipway.conformance.check;

import org.jspecify.annotations.NullMarked;
