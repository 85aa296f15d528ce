@NullMarked
package io.slipway.server.pod;

import org.jspecify.annotations.NullMarked;
