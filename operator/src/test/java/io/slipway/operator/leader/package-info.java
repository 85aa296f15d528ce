@NullMarked
package io.slipway.operator.leader;

import org.jspecify.annotations.NullMarked;
