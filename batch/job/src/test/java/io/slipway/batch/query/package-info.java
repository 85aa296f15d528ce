/** What a query's rows are, of real databases. */
@NullMarked
package io.slipway.batch.query;

import org.jspecify.annotations.NullMarked;
