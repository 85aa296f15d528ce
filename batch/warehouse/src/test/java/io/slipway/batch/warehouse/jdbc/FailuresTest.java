package io.slipway.batch.warehouse.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.batch.warehouse.WarehouseException;
import io.slipway.batch.warehouse.WarehouseException.Kind;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of a run by what a database says. */
class FailuresTest {

  @ParameterizedTest
  @CsvSource({
    "08006, UNAVAILABLE",
    "40001, UNAVAILABLE",
    "57P01, UNAVAILABLE",
    "53300, UNAVAILABLE",
    "57014, BUSY",
    "HYT00, BUSY",
    "22003, INVALID",
    "42501, DEFECT",
    "72000, DEFECT"
  })
  void theClassOfTheStateDecides(String state, Kind kind) {
    assertThat(kind(new SQLException("words", state))).isEqualTo(kind);
  }

  @Test
  void whereTheStateSaysNothingTheKindOfExceptionDoes() {
    assertThat(kind(new SQLRecoverableException("closed"))).isEqualTo(Kind.UNAVAILABLE);
    assertThat(kind(new SQLTimeoutException("late"))).isEqualTo(Kind.BUSY);
    assertThat(kind(new SQLException("words"))).isEqualTo(Kind.DEFECT);
  }

  @Test
  void ofABatchTheRowThatFailedCounts() {
    BatchUpdateException batch = new BatchUpdateException("a batch failed", "HY000", new int[0]);
    assertThat(Failures.isTwice(batch)).isFalse();
    batch.setNextException(new SQLException("duplicate key", "23000"));
    assertThat(Failures.isTwice(batch)).isTrue();
  }

  @Test
  void theWordsOfTheDatabaseAreTold() {
    WarehouseException told = Failures.of("churn", new SQLException("no right\nat all", "42501"));
    assertThat(told)
        .hasMessageStartingWith("churn: the database does not do it: no right;")
        .hasMessageContaining("may create, fill and drop tables");
  }

  private static Kind kind(SQLException e) {
    return Failures.of("churn", e).kind();
  }
}
