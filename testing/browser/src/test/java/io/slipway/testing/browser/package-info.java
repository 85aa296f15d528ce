@NullMarked
package io.slipway.testing.browser;

import org.jspecify.annotations.NullMarked;
