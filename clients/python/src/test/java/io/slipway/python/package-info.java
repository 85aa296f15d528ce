@NullMarked
package io.slipway.python;

import org.jspecify.annotations.NullMarked;
