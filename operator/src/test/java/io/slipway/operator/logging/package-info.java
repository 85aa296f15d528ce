@NullMarked
package io.slipway.operator.logging;

import org.jspecify.annotations.NullMarked;
