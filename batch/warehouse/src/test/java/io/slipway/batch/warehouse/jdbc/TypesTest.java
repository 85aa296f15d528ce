package io.slipway.batch.warehouse.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.batch.warehouse.StoredType;
import io.slipway.batch.warehouse.jdbc.Types.Listed;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How columns are declared, by what a driver lists. */
class TypesTest {

  private static List<String> declared(Types types) {
    return Arrays.stream(StoredType.values()).map(types::declared).toList();
  }

  @Test
  void aDatabaseOfTheStandardGetsTheNamesOfTheStandard() {
    Types types =
        new Types(
            List.of(
                new Listed("BIGINT", java.sql.Types.BIGINT, 64),
                new Listed("BOOLEAN", java.sql.Types.BOOLEAN, 1),
                new Listed("CHARACTER VARYING", java.sql.Types.VARCHAR, 32_672),
                new Listed("CLOB", java.sql.Types.CLOB, 2_147_483_647)));
    assertThat(declared(types))
        .containsExactly(
            "BOOLEAN",
            "SMALLINT",
            "INTEGER",
            "BIGINT",
            "NUMERIC(20,0)",
            "REAL",
            "DOUBLE PRECISION",
            "CLOB");
    assertThat(types.varchar(255)).isEqualTo("CHARACTER VARYING(255)");
  }

  @Test
  void whereAVarcharHoldsAnyTextItIsTaken() {
    Types types =
        new Types(
            List.of(
                new Listed("citext", java.sql.Types.VARCHAR, 0),
                new Listed("varchar", java.sql.Types.VARCHAR, 10_485_760),
                new Listed("bit", java.sql.Types.BIT, 0),
                new Listed("bool", java.sql.Types.BIT, 0)));
    assertThat(types.declared(StoredType.TEXT)).isEqualTo("varchar(10485760)");
    assertThat(types.declared(StoredType.BOOLEAN)).isEqualTo("bool");
  }

  @Test
  void whereThePlainTextHoldsOneLanguageTheOneOfAllIsTaken() {
    Types types =
        new Types(
            List.of(
                new Listed("varchar", java.sql.Types.VARCHAR, 8000),
                new Listed("text", java.sql.Types.LONGVARCHAR, 2_147_483_647),
                new Listed("nvarchar", java.sql.Types.NVARCHAR, 4000),
                new Listed("ntext", java.sql.Types.LONGNVARCHAR, 1_073_741_823),
                new Listed("bit", java.sql.Types.BIT, 1)));
    assertThat(types.varchar(30)).isEqualTo("nvarchar(30)");
    assertThat(types.declared(StoredType.TEXT)).isEqualTo("ntext");
    assertThat(types.declared(StoredType.BOOLEAN)).isEqualTo("bit");
  }

  @Test
  void ofSeveralLongTextsTheLongestIsTaken() {
    Types types =
        new Types(
            List.of(
                new Listed("VARCHAR", java.sql.Types.VARCHAR, 65_535),
                new Listed("TEXT", java.sql.Types.LONGVARCHAR, 65_535),
                new Listed("LONGTEXT", java.sql.Types.LONGVARCHAR, 2_147_483_647)));
    assertThat(types.declared(StoredType.TEXT)).isEqualTo("LONGTEXT");
  }

  @Test
  void whereNumbersAreDecimalTheBinaryOnesAreTakenThatKeepTheSmallest() {
    Types types =
        new Types(
            List.of(
                new Listed("NUMBER", java.sql.Types.NUMERIC, 38),
                new Listed("BINARY_FLOAT", 100, 4),
                new Listed("BINARY_DOUBLE", 101, 8),
                new Listed("VARCHAR2", java.sql.Types.VARCHAR, 4000),
                new Listed("CLOB", java.sql.Types.CLOB, -1)));
    assertThat(declared(types))
        .containsExactly(
            "SMALLINT",
            "SMALLINT",
            "INTEGER",
            "NUMERIC(19,0)",
            "NUMERIC(20,0)",
            "BINARY_FLOAT",
            "BINARY_DOUBLE",
            "CLOB");
  }
}
