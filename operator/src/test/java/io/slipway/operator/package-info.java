@NullMarked
package io.slipway.operator;

import org.jspecify.annotations.NullMarked;
