package io.slipway.registry.store;

import java.time.Instant;
import java.util.List;

/** Who wrote what. */
public final class AuditLog {
  private final Session session;

  public AuditLog(Session session) {
    this.session = session;
  }

  /**
   * One write.
   *
   * @param id numbers go up; they may have gaps
   * @param actor the name of the token, or of the registry's own task
   * @param action such as {@code alias.move}
   * @param object such as {@code models/churn/aliases/champion}
   */
  public record Entry(
      long id, Instant at, String actor, String action, String object, String detail) {}

  /** Adds an entry, in the transaction of what it tells of: neither is there without the other. */
  public void add(Instant at, String actor, String action, String object, String detail) {
    session.change(
        "INSERT INTO audit (at, actor, action, object, detail) VALUES (?, ?, ?, ?, ?)",
        at,
        actor,
        action,
        object,
        detail);
  }

  /** Entries in order, beginning after one of them. */
  public List<Entry> after(long id, int most) {
    return session.list(
        "SELECT * FROM audit WHERE id > ? ORDER BY id LIMIT ?",
        row ->
            new Entry(
                row.number("id"),
                row.instant("at"),
                row.text("actor"),
                row.text("action"),
                row.text("object"),
                row.text("detail")),
        id,
        most);
  }
}
