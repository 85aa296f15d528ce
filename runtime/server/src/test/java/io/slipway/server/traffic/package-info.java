@NullMarked
package io.slipway.server.traffic;

import org.jspecify.annotations.NullMarked;
