package io.slipway.batch.warehouse.jdbc;

import java.sql.Connection;
import java.sql.SQLException;

/** Gives connections, a new one each time, on which every statement counts by itself. */
@FunctionalInterface
interface Connections {
  Connection open() throws SQLException;
}
