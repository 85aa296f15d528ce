@NullMarked
package io.slipway.sources;

import org.jspecify.annotations.NullMarked;
