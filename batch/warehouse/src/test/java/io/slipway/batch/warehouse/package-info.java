/** What holds for every warehouse. */
@NullMarked
package io.slipway.batch.warehouse;

import org.jspecify.annotations.NullMarked;
