package io.slipway.batch.warehouse.postgresql;

import io.slipway.batch.warehouse.Counts;
import io.slipway.batch.warehouse.Expected;
import io.slipway.batch.warehouse.ModelRef;
import io.slipway.batch.warehouse.Run;
import io.slipway.batch.warehouse.SetName;
import io.slipway.batch.warehouse.SetVersion;
import io.slipway.batch.warehouse.SetVersion.State;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

/** A set version as the database has it: selected as {@code v}, with its pointer as {@code s}. */
final class VersionRow {
  static final String COLUMNS =
      "v.set_name, v.set_id, v.run_id, v.model_name, v.model_version, v.model_digest, v.scored_at,"
          + " v.state, v.row_count, v.error_count, v.published_at, coalesce(s.current_set_id ="
          + " v.set_id, false)";

  /** Which one was current when it was published, 0 for none. */
  static final String REPLACED = "replaced_set_id";

  /** The first column after these. */
  static final int NEXT = 13;

  private VersionRow() {}

  static SetVersion read(ResultSet row) throws SQLException {
    return new SetVersion(
        new SetName(row.getString(1)),
        row.getLong(2),
        new Run(
            row.getString(3),
            new ModelRef(row.getString(4), row.getString(5), row.getString(6)),
            time(row, 7).orElseThrow()),
        State.valueOf(row.getString(8)),
        new Counts(row.getLong(9), row.getLong(10)),
        time(row, 11),
        row.getBoolean(12));
  }

  /** The other way round than {@link #number}. */
  static Expected expected(long setId) {
    return setId == 0 ? new Expected.Nothing() : new Expected.At(setId);
  }

  static long number(Expected expected) {
    return switch (expected) {
      case Expected.Nothing() -> 0;
      case Expected.At(long setId) -> setId;
    };
  }

  private static Optional<Instant> time(ResultSet row, int index) throws SQLException {
    return Optional.ofNullable(row.getObject(index, OffsetDateTime.class))
        .map(OffsetDateTime::toInstant);
  }
}
