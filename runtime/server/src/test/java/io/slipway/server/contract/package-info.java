@NullMarked
package io.slipway.server.contract;

import org.jspecify.annotations.NullMarked;
