package io.slipway.batch.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slipway.batch.warehouse.Answer;
import io.slipway.batch.warehouse.Prediction;
import io.slipway.batch.warehouse.SetName;
import io.slipway.batch.warehouse.Warehouse;
import io.slipway.batch.warehouse.duckdb.DuckDbWarehouse;
import io.slipway.scoring.Engines;
import io.slipway.testing.postgres.PostgresServer;
import io.slipway.testing.postgres.WithPostgres;
import io.slipway.testkit.TestModel;
import io.slipway.testkit.TestModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Rows from a query are scored as the same rows from files are, and a table that changes is found.
 */
@WithPostgres
class QueryRunTest {
  private static final TestModel IRIS = TestModels.committed("sk-logreg-multiclass-iris");
  private static final SetName SET = new SetName(RunBed.SET);
  private static final int ROWS = IRIS.inputRows().size();
  private static final String READING = "one";

  private final String url;
  private final String user;
  private final RunBed bed;

  QueryRunTest(PostgresServer server, @TempDir Path root) throws IOException, SQLException {
    this.url = server.newDatabase();
    this.user = server.user();
    this.bed = RunBed.of(root, IRIS.pmml().orElseThrow());
  }

  @Test
  void aTableIsScoredAsItsRowsInAFileAreHoweverItIsCut() throws Exception {
    bed.input("rows.jsonl", Lines.text(Lines.ofRecords(IRIS.inputRows())));
    RunBed.requireDone(bed.wholeRun());
    Map<String, Prediction> ofFiles = predictions(bed);

    fillPostgres();
    for (int ranges : new int[] {1, 4}) {
      useQuery("SELECT * FROM flowers", Optional.of("id"), ranges);
      JsonNode planned = RunBed.requireDone(bed.plan());
      assertThat(planned.required("splits").intValue()).isEqualTo(ranges);
      assertThat(planned.required("bytes").intValue()).isEqualTo(ROWS);
      JsonNode word = RunBed.requireDone(bed.wholeRun());
      assertThat(word.required("rows").intValue()).isEqualTo(ROWS);
      assertThat(predictions(bed)).as("%d ranges", ranges).isEqualTo(ofFiles);
    }
    useQuery("SELECT * FROM flowers", Optional.empty(), 0);
    RunBed.requireDone(bed.wholeRun());
    assertThat(predictions(bed)).isEqualTo(ofFiles);
    // No more ranges than there are numbers.
    useQuery("SELECT * FROM flowers", Optional.of("id"), 1000);
    assertThat(RunBed.requireDone(bed.plan()).required("splits").intValue()).isEqualTo(ROWS);
  }

  @Test
  void aDatabaseInAFileIsReadByItsDriverOfTheImage() throws Exception {
    Path file = bed.folder("flowers.duckdb");
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:" + file)) {
      fill(connection);
    }
    connection("jdbc:duckdb:" + file, Optional.empty());
    useQuery("FROM flowers", Optional.of("ID"), 3);
    JsonNode word = RunBed.requireDone(bed.wholeRun());
    assertThat(word.required("rows").intValue()).isEqualTo(ROWS);
    assertThat(predictions(bed)).hasSize(ROWS);
  }

  @Test
  void aRowThatCannotBeScoredCostsItsOwnPredictionAndIsSaidWithItsPlace() throws Exception {
    fillPostgres();
    run("ALTER TABLE flowers ALTER petal_width_cm TYPE text, ALTER id DROP NOT NULL");
    run("UPDATE flowers SET petal_width_cm = 'wide' WHERE id = 70");
    run("UPDATE flowers SET key = NULL WHERE id = 71");
    run("UPDATE flowers SET id = NULL WHERE id = 3");
    bed.change(run -> run.putObject("validation").put("maxErrorRate", 0.1));
    useQuery("SELECT * FROM flowers", Optional.of("id"), 2);
    JsonNode word = RunBed.requireDone(bed.wholeRun());
    assertThat(word.required("errors").intValue()).isEqualTo(2);
    assertThat(word.required("rows").intValue()).isEqualTo(ROWS - 2);
    try (Warehouse warehouse = DuckDbWarehouse.open(bed.folder("output"))) {
      Map<String, Prediction> bad =
          warehouse.find(SET, List.of(Lines.key(70), "(no key) 0.1")).orElseThrow().predictions();
      assertThat(bad.values().stream().map(one -> one.error().orElseThrow()))
          .anyMatch(
              error ->
                  error.matches(
                      "id (below|from) \\d+, row \\d+, field \"petal_width_cm\": .*wide.*"))
          .anyMatch(error -> error.matches("id (below|from) \\d+, row \\d+, field \"key\": .*"));
    }
  }

  @Test
  void aTableWithMoreOrFewerRowsThanWerePlannedIsNotScored() throws Exception {
    fillPostgres();
    useQuery("SELECT * FROM flowers", Optional.of("id"), 2);
    String runId = runId();
    run("DELETE FROM flowers WHERE id = 1");
    RunBed.Ended fewer = bed.score(runId, 0);
    assertThat(fewer.exitCode()).isEqualTo(42);
    assertThat(fewer.reason()).isEqualTo("InputChanged");
    assertThat(fewer.message()).contains("id below", "it had 110 rows, and has 109");
    run("INSERT INTO flowers SELECT * FROM flowers WHERE id = 2");
    run("INSERT INTO flowers SELECT * FROM flowers WHERE id = 2");
    assertThat(bed.score(runId, 0).message()).contains("it had 110 rows, and has more");
    // What did not change is scored.
    RunBed.requireDone(bed.score(runId, 1));
    RunBed.Ended unfinished = bed.publish(runId);
    assertThat(unfinished.reason()).isEqualTo("SplitsMissing");
    // A plan that is made again finds another input.
    RunBed.Ended again = bed.pod("plan", Map.of("SLIPWAY_RUN_ID", runId));
    assertThat(again.reason()).isEqualTo("InputChanged");
  }

  @Test
  void aPodThatIsKilledAtAnyStepIsFollowedByOneThatCommitsTheSameRows() throws Exception {
    fillPostgres();
    useQuery("SELECT * FROM flowers", Optional.of("id"), 1);
    String runId = runId();
    Map<String, String> given = Map.of("SLIPWAY_RUN_ID", runId, "JOB_COMPLETION_INDEX", "0");
    int killed = 0;
    for (int step = 1; isKilled(Role.SCORE, given, step); step += 60) {
      killed++;
    }
    assertThat(killed).isGreaterThan(5);
    RunBed.requireDone(bed.publish(runId));
    assertThat(predictions(bed)).hasSize(ROWS);
  }

  @Test
  void anotherReadingIsAnotherRunAlsoWhereAsManyRowsHaveOtherValues() throws Exception {
    fillPostgres();
    useQuery("SELECT * FROM flowers", Optional.of("id"), 2);
    String first = runId();
    assertThat(runId()).isEqualTo(first);
    run("UPDATE flowers SET petal_width_cm = 0.1");
    bed.change(run -> ((ObjectNode) run.get("input")).put("reading", "another"));
    assertThat(runId()).isNotEqualTo(first);
  }

  @Test
  void whatCannotBeReadIsSaidWhenTheRunIsPlanned() throws Exception {
    fillPostgres();
    assertPlanEnds("SELECT * FROM nowhere", "InputInvalid", "nowhere");
    assertPlanEnds("SELECT * FROM flowers WHERE id < 0", "InputNotFound", "has no row");
    assertPlanEnds(
        "SELECT id, petal_width_cm FROM flowers", "InputInvalid", "it has no column key");
    assertPlanEnds(
        "SELECT *, 1.5 AS part FROM flowers", "part", "InputInvalid", "has the value 1.5");
    assertPlanEnds("SELECT * FROM flowers", "nothing", "InputInvalid", "it has no column nothing");
    run("CREATE ROLE nobody LOGIN");
    connection(url, Optional.of("nobody"));
    assertPlanEnds("SELECT * FROM flowers", "StorageRefused", "permission denied");
    run("DROP ROLE nobody");
  }

  @Test
  void aDriverThatIsNotThereIsSaidWithWhereItBelongs() throws Exception {
    connection("jdbc:oracle:thin:@//db:1521/x", Optional.of("me"));
    RunBed.Ended ended =
        assertPlanEnds("SELECT 1", "ConfigInvalid", "no JDBC driver takes the url");
    assertThat(ended.message())
        .contains("the Secret of spec.input", "/opt/slipway/drivers", "SLIPWAY_JDBC_DRIVERS")
        .doesNotContain("1521");
    Files.delete(bed.folder("config/source-connection/url"));
    assertPlanEnds("SELECT 1", "ConfigInvalid", "the Secret of spec.input has no key url: add it");
  }

  @Test
  void aDatabaseThatIsAwayIsTriedAgain() throws Exception {
    connection("postgresql://127.0.0.1:1/nowhere", Optional.of("me"));
    useQuery("SELECT 1 AS key", Optional.empty(), 0);
    RunBed.Ended ended = bed.plan();
    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(ended.reason()).isEqualTo("StorageUnavailable");
  }

  private RunBed.Ended assertPlanEnds(String query, String reason, String words)
      throws IOException {
    useQuery(query, Optional.empty(), 0);
    return assertPlanEnds(reason, words);
  }

  private void assertPlanEnds(String query, String column, String reason, String words)
      throws IOException {
    useQuery(query, Optional.of(column), 2);
    assertPlanEnds(reason, words);
  }

  private RunBed.Ended assertPlanEnds(String reason, String words) throws IOException {
    RunBed.Ended ended = bed.plan();
    assertThat(ended.exitCode()).as("%s", ended).isEqualTo(42);
    assertThat(ended.reason()).as("%s", ended).isEqualTo(reason);
    assertThat(ended.message()).contains(words);
    return ended;
  }

  private String runId() throws IOException {
    return RunBed.requireDone(bed.plan()).required("runId").asText();
  }

  private boolean isKilled(Role role, Map<String, String> given, int step) throws Exception {
    JobConfig config = JobConfig.read(bed.environment(given));
    Places places = Cut.at(step).of(new MountedPlaces(config.config(), Map.of()));
    try {
      new Program(config, places, Engines.installed(), InstantSource.system()).run(role);
      return false;
    } catch (Cut.EndError _) {
      return true;
    }
  }

  private void useQuery(String query, Optional<String> column, int ranges) throws IOException {
    bed.change(
        run -> {
          ObjectNode input =
              run.putObject("input")
                  .put("type", "Jdbc")
                  .put("query", query)
                  .put("reading", READING)
                  .put("keyColumn", "key");
          column.ifPresent(name -> input.put("partitionColumn", name).put("partitions", ranges));
        });
  }

  private void fillPostgres() throws Exception {
    try (Connection connection = connect()) {
      fill(connection);
    }
    connection(url, Optional.of(user));
  }

  private void connection(String where, Optional<String> as) throws IOException {
    Path secret = Files.createDirectories(bed.folder("config/source-connection"));
    Files.writeString(secret.resolve("url"), where + "\n");
    Files.deleteIfExists(secret.resolve("user"));
    if (as.isPresent()) {
      Files.writeString(secret.resolve("user"), as.get() + "\n");
    }
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection("jdbc:" + url, user, "");
  }

  private void run(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static void fill(Connection connection) throws SQLException {
    List<String> fields = List.copyOf(new LinkedHashMap<>(IRIS.inputRows().getFirst()).keySet());
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE flowers (id integer NOT NULL, key text, %s double precision)"
              .formatted(String.join(" double precision, ", fields)));
    }
    String insert = "INSERT INTO flowers VALUES (?, ?" + ", ?".repeat(fields.size()) + ")";
    try (PreparedStatement statement = connection.prepareStatement(insert)) {
      for (int row = 0; row < ROWS; row++) {
        statement.setInt(1, row);
        statement.setString(2, Lines.key(row));
        for (int i = 0; i < fields.size(); i++) {
          statement.setObject(3 + i, IRIS.inputRows().get(row).get(fields.get(i)));
        }
        statement.execute();
      }
    }
  }

  private static Map<String, Prediction> predictions(RunBed bed) {
    List<String> keys = IntStream.range(0, ROWS).mapToObj(Lines::key).toList();
    try (Warehouse warehouse = DuckDbWarehouse.open(bed.folder("output"))) {
      Answer answer = warehouse.find(SET, keys).orElseThrow();
      return answer.predictions();
    }
  }
}
