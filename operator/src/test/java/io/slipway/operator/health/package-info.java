@NullMarked
package io.slipway.operator.health;

import org.jspecify.annotations.NullMarked;
