@NullMarked
package io.slipway.conformance;

import org.jspecify.annotations.NullMarked;
