package io.slipway.registry.store;

import io.slipway.registry.model.Model;
import io.slipway.registry.model.ModelName;
import io.slipway.registry.model.Notes;
import io.slipway.registry.model.Remark;
import io.slipway.registry.model.Retention;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The table of models. */
public final class Models {
  private final Session session;

  public Models(Session session) {
    this.session = session;
  }

  /** The model of that name. */
  public Optional<Model> find(ModelName name) {
    return session.first("SELECT * FROM model WHERE name = ?", Models::read, name);
  }

  /**
   * The same, and until the transaction ends nobody else registers a version of it or moves its
   * aliases.
   */
  public Optional<Model> lock(ModelName name) {
    return session.first(
        "SELECT * FROM model WHERE name = ?" + session.dialect().forUpdate(), Models::read, name);
  }

  /** Some models by name, beginning after one of them. */
  public List<Model> list(String after, int most) {
    return session.list(
        "SELECT * FROM model WHERE name > ? ORDER BY name LIMIT ?", Models::read, after, most);
  }

  /** Some models by name, after one of them, whose name or description has a text in it. */
  public List<Model> search(String text, String after, int most) {
    String pattern = "%" + text.toLowerCase(Locale.ROOT).replaceAll("([\\\\%_])", "\\\\$1") + "%";
    return session.list(
        """
        SELECT * FROM model WHERE name > ?
        AND (LOWER(name) LIKE ? ESCAPE '\\' OR LOWER(description) LIKE ? ESCAPE '\\')
        ORDER BY name LIMIT ?
        """,
        Models::read,
        after,
        pattern,
        pattern,
        most);
  }

  /** Those whose versions may go by themselves. */
  public List<Model> withRetention() {
    return session.list(
        "SELECT * FROM model WHERE keep_last IS NOT NULL ORDER BY name", Models::read);
  }

  /** Adds one; false when there is one of that name. */
  public boolean add(Model model) {
    return session.change(
            """
            INSERT INTO model (name, description, labels, keep_last, keep_unused_days,
                created_at, created_by)
            VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (name) DO NOTHING
            """,
            model.name(),
            model.notes().description(),
            Json.write(model.notes().labels()),
            model.retention().map(Retention::keepLast),
            model.retention().map(Retention::keepUnused).map(Duration::toDays),
            model.created().at(),
            model.created().by())
        == 1;
  }

  /** Says anew what is said about it. */
  public void describe(ModelName name, Notes notes, Optional<Retention> retention) {
    session.change(
        """
        UPDATE model SET description = ?, labels = ?, keep_last = ?, keep_unused_days = ?
        WHERE name = ?
        """,
        notes.description(),
        Json.write(notes.labels()),
        retention.map(Retention::keepLast),
        retention.map(Retention::keepUnused).map(Duration::toDays),
        name);
  }

  private static Model read(Row row) throws SQLException {
    Optional<Integer> keepLast = row.optionalInteger("keep_last");
    int days = row.integer("keep_unused_days");
    return new Model(
        new ModelName(row.text("name")),
        new Notes(row.optionalText("description"), Json.textMap(row.text("labels"))),
        keepLast.map(last -> new Retention(last, Duration.ofDays(days))),
        new Remark(row.instant("created_at"), row.text("created_by"), Optional.empty()));
  }
}
