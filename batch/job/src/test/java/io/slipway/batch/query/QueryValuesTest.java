package io.slipway.batch.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.batch.database.Database;
import io.slipway.batch.database.Drivers;
import io.slipway.batch.input.Line;
import io.slipway.batch.input.Lines;
import io.slipway.batch.plan.Plan;
import io.slipway.batch.query.Query.Wanted;
import io.slipway.testing.postgres.PostgresServer;
import io.slipway.testing.postgres.WithPostgres;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What values of databases are as JSON. */
@WithPostgres
class QueryValuesTest {
  private final Database postgres;
  private final Database duckDb;

  QueryValuesTest(PostgresServer server, @TempDir Path folder) throws Exception {
    this.postgres =
        database(
            new Database.Address(
                server.newDatabase(), Optional.of(server.user()), Optional.empty()));
    Database.Address file =
        new Database.Address(
            "duckdb:" + folder.resolve("x.duckdb"), Optional.empty(), Optional.empty());
    this.duckDb = database(file);
    duckDb.connect().close(); // so that there is a file that can be read
  }

  private static Database database(Database.Address address) throws Exception {
    return Database.of(Drivers.of(Map.of()), address, "a test");
  }

  private static String only(Database database, String select, String... texts) throws Exception {
    Set<String> columns = Set.of("a", "b", "c", "d", "e", "f", "g", "h");
    JdbcQuery query = new JdbcQuery(database, select, Optional.empty());
    Plan plan = query.plan();
    try (Lines lines =
        query.lines(plan, plan.splits().getFirst(), new Wanted(columns, Set.of(), Set.of(texts)))) {
      Line line = lines.next().orElseThrow();
      assertThat(lines.next()).isEmpty();
      return new String(line.bytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void numbersHaveAllTheirDigits() throws Exception {
    String select =
        """
        SELECT CAST(9223372036854775807 AS bigint) AS a, CAST(0.1 AS real) AS b, CAST(0.1 AS double precision) AS c,
          CAST(12345678901234567890.12 AS numeric(22,2)) AS d, CAST('NaN' AS double precision) AS e,
          CAST('-Infinity' AS real) AS f, true AS g, CAST(NULL AS integer) AS h -- of both;
        """;
    String json =
        "{\"a\":9223372036854775807,\"b\":0.10000000149011612,\"c\":0.1,\"d\":12345678901234567890.12,"
            + "\"e\":\"NaN\",\"f\":\"-Infinity\",\"g\":true,\"h\":null}";
    assertThat(only(postgres, select)).isEqualTo(json);
    assertThat(only(duckDb, select)).isEqualTo(json);
  }

  @Test
  void timesAreTextInTheFormOfIso8601() throws Exception {
    String select =
        """
        SELECT DATE '2026-11-26' AS a, TIMESTAMP '2026-11-26 06:00:00' AS b, TIMESTAMP '2026-11-26 06:00:00.123456' AS c,
          TIMESTAMPTZ '2026-11-26 07:00:00+01' AS d, CAST(NULL AS date) AS e, CAST(NULL AS timestamp) AS f, TIME '06:07:08' AS g
        """;
    String json =
        "{\"a\":\"2026-11-26\",\"b\":\"2026-11-26T06:00:00\",\"c\":\"2026-11-26T06:00:00.123456\","
            + "\"d\":\"2026-11-26T06:00:00Z\",\"e\":null,\"f\":null,\"g\":\"06:07:08\"}";
    assertThat(only(postgres, select)).isEqualTo(json);
    assertThat(only(duckDb, select)).isEqualTo(json);
  }

  @Test
  void textsAndListsAreWhatTheyAre() throws Exception {
    String json =
        "{\"a\":\"O'Hara"
            + " \\\"ü\\\"\",\"b\":[1.5,null,2.0],\"c\":[[1,2],[3,4]],\"d\":\"7b0c1d8e-6c1f-4a57-9a51-1f0d1b6c2f3a\"}";
    String text = "SELECT 'O''Hara \"ü\"' AS a, ";
    String uuid = ", CAST('7b0c1d8e-6c1f-4a57-9a51-1f0d1b6c2f3a' AS uuid) AS d";
    assertThat(
            only(
                postgres,
                text
                    + "ARRAY[1.5::float8, NULL, 2] AS b, ARRAY[ARRAY[1,2],ARRAY[3,4]] AS c"
                    + uuid))
        .isEqualTo(json);
    assertThat(only(duckDb, text + "[1.5::double, NULL, 2] AS b, [[1,2],[3,4]] AS c" + uuid))
        .isEqualTo(json);
  }

  @Test
  void wholeNumbersCanBeWantedAsText() throws Exception {
    String select = "SELECT CAST(4711 AS bigint) AS a, CAST(1e3 AS numeric(20,0)) AS b";
    assertThat(only(postgres, select, "a", "b")).isEqualTo("{\"a\":\"4711\",\"b\":\"1000\"}");
    assertThat(only(duckDb, select, "a", "b")).isEqualTo("{\"a\":\"4711\",\"b\":\"1000\"}");
  }

  @Test
  void aColumnIsFoundWhereverItsNameIsClear() throws Exception {
    assertThat(only(postgres, "SELECT 1 AS \"A\", 2 AS \"b\", 3 AS \"B\", 4 AS \"x\"\"y\";\n"))
        .isEqualTo("{\"a\":1,\"b\":2}");
    assertThat(only(postgres, "SELECT 1 AS \"C\", 2 AS a, 3 AS \"c\""))
        .isEqualTo("{\"a\":2,\"c\":3}");
  }

  @Test
  void whatNoRequestCanSayIsRefusedWithTheWayOut() {
    assertThatThrownBy(() -> only(postgres, "SELECT 'x'::bytea AS a"))
        .isInstanceOfSatisfying(
            QueryException.class, e -> assertThat(e.kind()).isEqualTo(QueryException.Kind.INVALID))
        .hasMessageContaining("the column a is of type bytea")
        .hasMessageContaining("select it as numbers, text, or lists of numbers");
    // What nobody wants is not looked at.
    assertThatThrownBy(() -> only(duckDb, "SELECT 'x'::blob AS a")).hasMessageContaining("BLOB");
  }

  @Test
  void aQueryThatTheDatabaseRefusesIsNotTriedAgain() throws Exception {
    for (Database database : new Database[] {postgres, duckDb}) {
      for (String select :
          new String[] {"SELECT * FROM nowhere", "SELEC 1", "SELECT 1; DROP TABLE x"}) {
        assertThatThrownBy(() -> only(database, select))
            .isInstanceOfSatisfying(
                QueryException.class,
                e -> assertThat(e.kind()).as(select).isEqualTo(QueryException.Kind.INVALID))
            .hasMessageContaining("the database refuses it");
      }
    }
    try (Connection connection = postgres.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE SEQUENCE numbers");
    }
    assertThatThrownBy(() -> only(postgres, "SELECT nextval('numbers') AS a"))
        .hasMessageContaining("read-only");
  }
}
