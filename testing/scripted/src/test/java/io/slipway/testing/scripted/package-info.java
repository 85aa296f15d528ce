@NullMarked
package io.slipway.testing.scripted;

import org.jspecify.annotations.NullMarked;
