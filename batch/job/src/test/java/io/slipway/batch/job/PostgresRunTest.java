package io.slipway.batch.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.slipway.batch.database.Database;
import io.slipway.batch.database.Drivers;
import io.slipway.batch.warehouse.Answer;
import io.slipway.batch.warehouse.SetName;
import io.slipway.batch.warehouse.Warehouse;
import io.slipway.batch.warehouse.duckdb.DuckDbWarehouse;
import io.slipway.batch.warehouse.jdbc.JdbcWarehouse;
import io.slipway.batch.warehouse.postgresql.PostgresConfig;
import io.slipway.batch.warehouse.postgresql.PostgresConfig.Timing;
import io.slipway.batch.warehouse.postgresql.PostgresWarehouse;
import io.slipway.scoring.Engines;
import io.slipway.testing.postgres.PostgresServer;
import io.slipway.testing.postgres.WithPostgres;
import io.slipway.testkit.TestModel;
import io.slipway.testkit.TestModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs into a database server: the same predictions as in a folder, also when pods are killed. */
@WithPostgres
class PostgresRunTest {
  private static final TestModel IRIS = TestModels.committed("sk-logreg-multiclass-iris");
  private static final SetName SET = new SetName(RunBed.SET);

  private final String url;
  private final String user;
  private final RunBed bed;

  PostgresRunTest(PostgresServer server, @TempDir Path root) throws IOException, SQLException {
    this.url = server.newDatabase();
    this.user = server.user();
    this.bed = RunBed.of(root, IRIS.pmml().orElseThrow());
    bed.input("a.jsonl", "no JSON\n");
    bed.input("rows.jsonl", Lines.text(Lines.ofRecords(IRIS.inputRows())));
    bed.change(
        run -> {
          run.putObject("splits").put("bytes", 10_000);
          run.putObject("validation").put("maxErrorRate", 0.1);
        });
  }

  @Test
  void theSetIsTheSameInADatabaseAsInAFolder() throws Exception {
    RunBed.requireDone(bed.wholeRun());
    Answer inFolder;
    try (Warehouse warehouse = DuckDbWarehouse.open(bed.folder("output"))) {
      inFolder = warehouse.find(SET, keys()).orElseThrow();
    }
    useDatabase(url);
    JsonNode word = RunBed.requireDone(bed.wholeRun());
    assertThat(word.required("published").booleanValue()).isTrue();
    assertThat(word.required("errors").intValue()).isOne();
    try (Warehouse warehouse = PostgresWarehouse.open(database())) {
      Answer inDatabase = warehouse.find(SET, keys()).orElseThrow();
      assertThat(inDatabase.predictions()).hasSize(keys().size());
      assertThat(inDatabase.predictions()).isEqualTo(inFolder.predictions());
    }
  }

  @Test
  void theSetIsTheSameByADriverThatNothingIsKnownOf() throws Exception {
    RunBed.requireDone(bed.wholeRun());
    Answer inFolder;
    try (Warehouse warehouse = DuckDbWarehouse.open(bed.folder("output"))) {
      inFolder = warehouse.find(SET, keys()).orElseThrow();
    }
    useDatabase(url, "Jdbc");
    JsonNode word = RunBed.requireDone(bed.wholeRun());
    assertThat(word.required("published").booleanValue()).isTrue();
    Database.Address address = new Database.Address(url, Optional.of(user), Optional.empty());
    try (Warehouse warehouse =
        JdbcWarehouse.open(Database.of(Drivers.of(Map.of()), address, "the test"))) {
      Answer inDatabase = warehouse.find(SET, keys()).orElseThrow();
      assertThat(inDatabase.predictions()).hasSize(keys().size());
      assertThat(inDatabase.predictions()).isEqualTo(inFolder.predictions());
      assertThat(warehouse.summary(SET, inDatabase.version().setId())).isPresent();
    }
  }

  @Test
  void aDatabaseThatIsAwayOrWithoutItsDriverIsToldBeforeAnythingIsScored() throws IOException {
    useDatabase("jdbc:postgresql://127.0.0.1:1/nowhere", "Jdbc");
    RunBed.Ended away = bed.plan();
    assertThat(away.exitCode()).isEqualTo(1);
    assertThat(away.reason()).isEqualTo("WarehouseUnavailable");
    useDatabase("jdbc:toy:x", "Jdbc");
    RunBed.Ended unknown = bed.plan();
    assertThat(unknown.exitCode()).isEqualTo(42);
    assertThat(unknown.reason()).isEqualTo("ConfigInvalid");
    assertThat(unknown.message())
        .contains("no JDBC driver takes the url in the Secret of spec.output");
  }

  @Test
  void aPublisherThatIsKilledAtAnyStepIsFollowedByOneThatPublishesOnce() throws Exception {
    useDatabase(url);
    JsonNode planned = RunBed.requireDone(bed.plan());
    String runId = planned.required("runId").asText();
    for (int split = 0; split < planned.required("splits").intValue(); split++) {
      RunBed.requireDone(bed.score(runId, split));
    }
    int killed = 0;
    while (isKilled(runId, 1 + 3 * killed)) {
      killed++;
    }
    assertThat(killed).isGreaterThan(8);
    try (Warehouse warehouse = PostgresWarehouse.open(database())) {
      assertThat(warehouse.versions(SET)).hasSize(1);
      assertThat(warehouse.versions(SET).getFirst().current()).isTrue();
      assertThat(warehouse.find(SET, keys()).orElseThrow().predictions()).hasSize(keys().size());
    }
  }

  @Test
  void textsThatADatabaseCannotKeepCostTheirOwnRowsAlone() throws Exception {
    useDatabase(url);
    bed.input(
        "bad.jsonl",
        "{\"key\":\"zero\\u0000\"}\n{\"key\":\"%s\"}\n{\"key\":\"wide\",\"petal_width_cm\":\"\\u0000%s\"}\n"
            .formatted("k".repeat(3_000), "v".repeat(100_000)));
    JsonNode word = RunBed.requireDone(bed.wholeRun());
    assertThat(word.required("published").booleanValue()).isTrue();
    assertThat(word.required("errors").intValue()).isEqualTo(4);
    try (Warehouse warehouse = PostgresWarehouse.open(database())) {
      Answer answer = warehouse.find(SET, List.of("wide")).orElseThrow();
      assertThat(answer.predictions().values())
          .singleElement()
          .satisfies(wide -> assertThat(wide.error().orElseThrow()).hasSizeLessThan(1_100));
    }
  }

  private boolean isKilled(String runId, int step) throws Exception {
    JobConfig config = JobConfig.read(bed.environment(Map.of("SLIPWAY_RUN_ID", runId)));
    Places places = Cut.at(step).of(new MountedPlaces(config.config(), Map.of()));
    try {
      new Program(config, places, Engines.installed(), InstantSource.system()).run(Role.PUBLISH);
      return false;
    } catch (Cut.EndError _) {
      return true;
    }
  }

  @Test
  void aDatabaseThatIsAwayOrNotNamedIsToldBeforeAnythingIsScored() throws IOException {
    useDatabase("postgresql://127.0.0.1:1/nowhere");
    RunBed.Ended away = bed.plan();
    assertThat(away.exitCode()).isEqualTo(1);
    assertThat(away.reason()).isEqualTo("WarehouseUnavailable");
    Files.delete(bed.folder("config/warehouse/url"));
    RunBed.Ended unnamed = bed.plan();
    assertThat(unnamed.exitCode()).isEqualTo(42);
    assertThat(unnamed.message()).isEqualTo("the Secret of spec.output has no key url: add it");
  }

  private void useDatabase(String where) throws IOException {
    useDatabase(where, "PostgreSql");
  }

  private void useDatabase(String where, String type) throws IOException {
    Files.writeString(bed.folder("config/warehouse/url"), where + "\n");
    Files.writeString(bed.folder("config/warehouse/user"), user);
    bed.change(run -> run.putObject("output").put("type", type).put("set", RunBed.SET));
  }

  private PostgresConfig database() {
    return new PostgresConfig("jdbc:" + url, user, "", "slipway", 2, Timing.USUAL);
  }

  private static List<String> keys() {
    return IntStream.concat(IntStream.range(0, IRIS.inputRows().size()), IntStream.of(-1))
        .mapToObj(row -> row < 0 ? "(no key) 0.1" : Lines.key(row))
        .toList();
  }
}
