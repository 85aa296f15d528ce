@NullMarked
package io.slipway.server.measure;

import org.jspecify.annotations.NullMarked;
