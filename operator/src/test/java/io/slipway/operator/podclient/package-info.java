@NullMarked
package io.slipway.operator.podclient;

import org.jspecify.annotations.NullMarked;
