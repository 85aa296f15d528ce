@NullMarked
package io.slipway.testing.apiserver;

import org.jspecify.annotations.NullMarked;
