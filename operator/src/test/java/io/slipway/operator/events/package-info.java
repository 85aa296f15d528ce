@NullMarked
package io.slipway.operator.events;

import org.jspecify.annotations.NullMarked;
