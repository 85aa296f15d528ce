@NullMarked
package io.slipway.operator.status;

import org.jspecify.annotations.NullMarked;
