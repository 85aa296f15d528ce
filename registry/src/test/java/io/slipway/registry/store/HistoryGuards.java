package io.slipway.registry.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.registry.model.AliasEvent;
import io.slipway.registry.model.AliasName;
import io.slipway.registry.model.DeploymentEvent;
import io.slipway.registry.model.DeploymentEvent.Phase;
import io.slipway.registry.model.DeploymentEvent.Place;
import io.slipway.registry.model.DeploymentEvent.Track;
import io.slipway.registry.model.Digest;
import io.slipway.registry.model.Findings;
import io.slipway.registry.model.Manifest;
import io.slipway.registry.model.Model;
import io.slipway.registry.model.ModelName;
import io.slipway.registry.model.Notes;
import io.slipway.registry.model.Remark;
import io.slipway.registry.model.Rendition;
import io.slipway.registry.model.Signature;
import io.slipway.registry.model.Verdict;
import io.slipway.registry.model.Version;
import io.slipway.registry.model.VersionNumber;
import io.slipway.registry.model.VersionState;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the database itself refuses, to whoever writes to it with whatever program. */
abstract class HistoryGuards {
  private static final ModelName CHURN = new ModelName("churn");
  private static final Instant NOW = Instant.parse("2026-11-03T12:00:00Z");
  private static final Remark SOMEBODY = new Remark(NOW, "somebody", Optional.empty());
  private static final List<String> TABLES =
      List.of(
          "model_version", "model_file", "rendition", "alias_event", "deployment_event", "audit");

  /** The words of our own triggers, and not any error that there may be. */
  private static final String REFUSED =
      "(?s).*(never change|never removed|begins as pending|goes from pending|gets no other files|renditions are made|moves from where it points|points to a version that is ready).*";

  private Database database;

  /** A database that is empty. */
  abstract DatabaseConfig empty();

  /** A connection to it that is not ours. */
  abstract Connection connect() throws SQLException;

  @BeforeEach
  void fill() {
    database = Database.open(empty());
    database.write(
        session -> {
          new Models(session).add(new Model(CHURN, Notes.NONE, Optional.empty(), SOMEBODY));
          ready(session, 1);
          ready(session, 2);
          new Versions(session).add(version(3));
          new AliasLog(session).add(move(1, Optional.empty(), Optional.of(1)));
          new DeploymentLog(session)
              .add(
                  new DeploymentEvent(
                      0,
                      CHURN,
                      new VersionNumber(1),
                      version(1).digest(),
                      new Place("", "shop", "churn", "u", Track.STABLE),
                      Phase.SERVING,
                      NOW,
                      SOMEBODY));
          new AuditLog(session).add(NOW, "somebody", "alias.move", "churn", "");
          return true;
        });
  }

  @AfterEach
  void close() {
    database.close();
  }

  private static Version version(int number) {
    Manifest manifest =
        Manifest.parse(
            "{\"files\":[{\"path\":\"m\",\"digest\":\"%s\",\"size\":1}]}"
                .formatted(Digest.of(new byte[] {(byte) number}))
                .getBytes(UTF_8));
    return new Version(
        CHURN,
        new VersionNumber(number),
        manifest.digest(),
        manifest,
        Notes.NONE,
        SOMEBODY,
        new Version.Course(
            VersionState.PENDING, Optional.empty(), Optional.empty(), Optional.empty()));
  }

  private static void ready(Session session, int number) {
    Versions versions = new Versions(session);
    Version version = version(number);
    versions.add(version);
    versions.submit(version);
    Rendition rendition =
        new Rendition("pmml+json", "application/json", Digest.of(new byte[] {9}), 1);
    versions.decide(
        version,
        new Verdict.Accepted(
            new Findings("PMML", new Signature(List.of(), List.of()), List.of(rendition))),
        NOW);
  }

  private static AliasEvent move(int sequence, Optional<Integer> from, Optional<Integer> to) {
    return new AliasEvent(
        CHURN,
        new AliasName("champion"),
        sequence,
        from.map(VersionNumber::new),
        to.map(VersionNumber::new),
        SOMEBODY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE model_version SET manifest = '{}' WHERE number = 1",
        "UPDATE model_version SET digest = 'x' WHERE number = 3",
        "UPDATE model_version SET number = 9 WHERE number = 3",
        "UPDATE model_version SET size = 9 WHERE number = 1",
        "UPDATE model_version SET registered_by = 'x' WHERE number = 1",
        "UPDATE model_version SET registered_at = 1 WHERE number = 1",
        "UPDATE model_version SET parent = 'x' WHERE number = 1",
        "UPDATE model_version SET state = 'PENDING' WHERE number = 1",
        "UPDATE model_version SET state = 'REJECTED' WHERE number = 1",
        "UPDATE model_version SET state = 'READY' WHERE number = 3",
        "UPDATE model_version SET format = 'ONNX' WHERE number = 1",
        "UPDATE model_version SET signature = '{}' WHERE number = 1",
        "UPDATE model_version SET decided_at = 1 WHERE number = 1",
        "DELETE FROM model_version WHERE number = 3",
        "INSERT INTO model_version (model, number, digest, manifest, size, labels, registered_at,"
            + " registered_by, state) VALUES ('churn', 7, 'x', '{}', 1, '{}', 1, 'x', 'READY')",
        "UPDATE model_file SET digest = 'x' WHERE number = 1",
        "DELETE FROM model_file WHERE number = 1",
        "INSERT INTO model_file (model, number, path, digest, size)"
            + " VALUES ('churn', 1, 'more', 'x', 1)",
        "UPDATE rendition SET digest = 'x'",
        "DELETE FROM rendition",
        "INSERT INTO rendition (model, number, name, media_type, digest, size)"
            + " VALUES ('churn', 1, 'x', 'x', 'x', 1)",
        "UPDATE alias_event SET to_number = 2",
        "UPDATE alias_event SET at = 1",
        "UPDATE alias_event SET actor = 'x'",
        "DELETE FROM alias_event",
        // Not from where it points, not after the last, to nothing, to what is not ready.
        "INSERT INTO alias_event (model, alias, sequence, from_number, to_number, at, actor)"
            + " VALUES ('churn', 'champion', 2, 2, 1, 1, 'x')",
        "INSERT INTO alias_event (model, alias, sequence, from_number, to_number, at, actor)"
            + " VALUES ('churn', 'champion', 3, 1, 2, 1, 'x')",
        "INSERT INTO alias_event (model, alias, sequence, from_number, to_number, at, actor)"
            + " VALUES ('churn', 'champion', 1, NULL, 2, 1, 'x')",
        "INSERT INTO alias_event (model, alias, sequence, from_number, to_number, at, actor)"
            + " VALUES ('churn', 'other', 1, 1, 2, 1, 'x')",
        "INSERT INTO alias_event (model, alias, sequence, from_number, to_number, at, actor)"
            + " VALUES ('churn', 'champion', 2, 1, 3, 1, 'x')",
        "UPDATE deployment_event SET number = 2",
        "DELETE FROM deployment_event",
        "UPDATE audit SET actor = 'x'",
        "DELETE FROM audit"
      })
  void whatWasWrittenCannotBeWrittenOver(String sql) throws Exception {
    Map<String, String> before = contents();
    assertThatThrownBy(
            () -> {
              try (Connection connection = connect();
                  Statement statement = connection.createStatement()) {
                statement.executeUpdate(sql);
              }
            })
        .as(sql)
        .isInstanceOf(SQLException.class)
        .hasMessageMatching(REFUSED);
    assertThat(contents()).isEqualTo(before);
  }

  private Map<String, String> contents() throws SQLException {
    Map<String, String> contents = new TreeMap<>();
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      for (String table : TABLES) {
        StringBuilder rows = new StringBuilder();
        try (var results = statement.executeQuery("SELECT * FROM " + table + " ORDER BY 1, 2, 3")) {
          int columns = results.getMetaData().getColumnCount();
          while (results.next()) {
            for (int i = 1; i <= columns; i++) {
              rows.append(results.getString(i)).append('|');
            }
            rows.append('\n');
          }
        }
        assertThat(rows).as(table).isNotEmpty();
        contents.put(table, rows.toString());
      }
    }
    return contents;
  }

  @Test
  void aDeletedVersionStaysDeleted() throws Exception {
    database.write(
        session -> {
          new Versions(session).delete(version(2), SOMEBODY);
          return true;
        });
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      assertThatThrownBy(
              () ->
                  statement.executeUpdate(
                      "UPDATE model_version SET deleted_at = NULL WHERE number = 2"))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("stays deleted");
    }
    assertThatThrownBy(
            () ->
                database.write(
                    session -> {
                      new AliasLog(session).add(move(2, Optional.of(1), Optional.of(2)));
                      return true;
                    }))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("ready");
  }

  @Test
  void whatMayChangeStillDoes() {
    database.write(
        session -> {
          Versions versions = new Versions(session);
          versions.describe(version(1), new Notes(Optional.of("d"), Map.of("a", "b")));
          versions.deprecate(version(1), Optional.of(SOMEBODY));
          versions.deprecate(version(1), Optional.empty());
          versions.submit(version(3));
          versions.reopen(version(3));
          new AliasLog(session).add(move(2, Optional.of(1), Optional.of(2)));
          new AliasLog(session).add(move(3, Optional.of(2), Optional.empty()));
          new AliasLog(session).add(move(4, Optional.empty(), Optional.of(1)));
          return true;
        });
    assertThat(
            database.<List<AliasEvent>, RuntimeException>read(
                session ->
                    new AliasLog(session)
                        .between(CHURN, Instant.EPOCH, NOW.plusSeconds(1), Optional.empty(), 10)))
        .extracting(AliasEvent::sequence)
        .containsExactly(4, 3, 2, 1);
  }

  @Test
  void workThatFailsLeavesNothing() {
    assertThatThrownBy(
            () ->
                database.write(
                    session -> {
                      new AliasLog(session).add(move(2, Optional.of(1), Optional.of(2)));
                      throw new IllegalStateException("half way");
                    }))
        .hasMessage("half way");
    assertThat(
            database.<Optional<AliasEvent>, RuntimeException>read(
                session -> new AliasLog(session).last(CHURN, new AliasName("champion"))))
        .map(AliasEvent::sequence)
        .contains(1);
  }
}
