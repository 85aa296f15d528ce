/** Sets in any JDBC database. */
@NullMarked
package io.slipway.batch.warehouse.jdbc;

import org.jspecify.annotations.NullMarked;
