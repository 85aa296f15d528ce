@NullMarked
package io.slipway.server.source;

import org.jspecify.annotations.NullMarked;
