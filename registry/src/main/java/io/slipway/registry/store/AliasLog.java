package io.slipway.registry.store;

import io.slipway.registry.model.Alias;
import io.slipway.registry.model.AliasEvent;
import io.slipway.registry.model.AliasName;
import io.slipway.registry.model.Digest;
import io.slipway.registry.model.ModelName;
import io.slipway.registry.model.Remark;
import io.slipway.registry.model.Version;
import io.slipway.registry.model.VersionNumber;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What happened to aliases. Their present state is the last of it. */
public final class AliasLog {
  private static final String ALIAS =
      """
      SELECT e.model, e.alias, e.to_number, e.at, e.actor, e.reason, v.digest
      FROM alias_event e JOIN model_version v ON v.model = e.model AND v.number = e.to_number
      """;

  private final Session session;

  public AliasLog(Session session) {
    this.session = session;
  }

  /** The last event of an alias. */
  public Optional<AliasEvent> last(ModelName model, AliasName alias) {
    return session.first(
        "SELECT * FROM alias_event WHERE model = ? AND alias = ? ORDER BY sequence DESC LIMIT 1",
        AliasLog::event,
        model,
        alias);
  }

  /** Where an alias points now. */
  public Optional<Alias> find(ModelName model, AliasName alias) {
    return session.first(
        ALIAS
            + """
            WHERE e.model = ? AND e.alias = ? AND e.sequence =
                (SELECT MAX(sequence) FROM alias_event WHERE model = ? AND alias = ?)
            """,
        AliasLog::alias,
        model,
        alias,
        model,
        alias);
  }

  /** Where all aliases of a model pointed at that time. */
  public List<Alias> at(ModelName model, Instant time) {
    return session.list(
        ALIAS
            + """
            JOIN (SELECT alias, MAX(sequence) AS sequence FROM alias_event
                  WHERE model = ? AND at <= ? GROUP BY alias) l
            ON l.alias = e.alias AND l.sequence = e.sequence
            WHERE e.model = ? ORDER BY e.alias
            """,
        AliasLog::alias,
        model,
        time,
        model);
  }

  /** Where all aliases of a model point now. */
  public List<Alias> list(ModelName model) {
    return session.list(
        ALIAS
            + """
            JOIN (SELECT alias, MAX(sequence) AS sequence FROM alias_event
                  WHERE model = ? GROUP BY alias) l
            ON l.alias = e.alias AND l.sequence = e.sequence
            WHERE e.model = ? ORDER BY e.alias
            """,
        AliasLog::alias,
        model,
        model);
  }

  /** When an alias was last led away from a version. */
  public Optional<Instant> lastLeft(Version version) {
    return session
        .first(
            "SELECT MAX(at) AS at FROM alias_event WHERE model = ? AND from_number = ?",
            row -> row.optionalInstant("at"),
            version.model(),
            version.number().value())
        .flatMap(at -> at);
  }

  /** When an alias of the model was last moved. */
  public Optional<Instant> lastMoved(ModelName model) {
    return session
        .first(
            "SELECT MAX(at) AS at FROM alias_event WHERE model = ?",
            row -> row.optionalInstant("at"),
            model)
        .flatMap(at -> at);
  }

  /**
   * What happened from one time to before another, the last first.
   *
   * @param version to or from which an alias was led, or any
   */
  public List<AliasEvent> between(
      ModelName model, Instant from, Instant to, Optional<VersionNumber> version, int most) {
    int number = version.map(VersionNumber::value).orElse(0);
    return session.list(
        """
        SELECT * FROM alias_event WHERE model = ? AND at >= ? AND at < ?
        AND (? = 0 OR from_number = ? OR to_number = ?)
        ORDER BY at DESC, alias, sequence DESC LIMIT ?
        """,
        AliasLog::event,
        model,
        from,
        to,
        number,
        number,
        number,
        most);
  }

  /** Adds an event; the database refuses one that does not follow the alias's last. */
  public void add(AliasEvent event) {
    session.change(
        """
        INSERT INTO alias_event (model, alias, sequence, from_number, to_number, at, actor, reason)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """,
        event.model(),
        event.alias(),
        event.sequence(),
        event.from().map(VersionNumber::value),
        event.to().map(VersionNumber::value),
        event.moved().at(),
        event.moved().by(),
        event.moved().reason());
  }

  private static AliasEvent event(Row row) throws SQLException {
    return new AliasEvent(
        new ModelName(row.text("model")),
        new AliasName(row.text("alias")),
        row.integer("sequence"),
        row.optionalInteger("from_number").map(VersionNumber::new),
        row.optionalInteger("to_number").map(VersionNumber::new),
        moved(row));
  }

  private static Alias alias(Row row) throws SQLException {
    return new Alias(
        new ModelName(row.text("model")),
        new AliasName(row.text("alias")),
        new VersionNumber(row.integer("to_number")),
        Digest.parse(row.text("digest")),
        moved(row));
  }

  private static Remark moved(Row row) throws SQLException {
    return new Remark(row.instant("at"), row.text("actor"), row.optionalText("reason"));
  }
}
