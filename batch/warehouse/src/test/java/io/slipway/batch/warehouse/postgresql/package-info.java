/** PostgreSQL's, on a real server. */
@NullMarked
package io.slipway.batch.warehouse.postgresql;

import org.jspecify.annotations.NullMarked;
