/** The service as callers meet it, on a warehouse in a folder. */
@NullMarked
package io.slipway.batch.lookup;

import org.jspecify.annotations.NullMarked;
