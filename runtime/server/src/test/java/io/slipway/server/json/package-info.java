@NullMarked
package io.slipway.server.json;

import org.jspecify.annotations.NullMarked;
