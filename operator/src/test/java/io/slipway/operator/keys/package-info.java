@NullMarked
package io.slipway.operator.keys;

import org.jspecify.annotations.NullMarked;
