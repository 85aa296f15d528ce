package io.slipway.registry.store;

import io.slipway.registry.model.Digest;
import java.time.Instant;
import java.util.Optional;

/** What became of requests that may come again because their answer got lost. */
public final class IdempotencyKeys {
  private final Session session;

  public IdempotencyKeys(Session session) {
    this.session = session;
  }

  /**
   * A request that was carried out.
   *
   * @param request of what was asked for
   * @param result what it made, as whoever carried it out wrote it down
   */
  public record Done(Digest request, String result) {}

  /** What was done under this key. */
  public Optional<Done> find(String actor, String key) {
    return session.first(
        "SELECT * FROM idempotency WHERE actor = ? AND key = ?",
        row -> new Done(Digest.parse(row.text("request")), row.text("result")),
        actor,
        key);
  }

  /** Keeps what was done, in the transaction in which it was. */
  public void add(String actor, String key, Done done, Instant at) {
    session.change(
        "INSERT INTO idempotency (actor, key, request, result, at) VALUES (?, ?, ?, ?, ?)",
        actor,
        key,
        done.request(),
        done.result(),
        at);
  }

  /** Forgets those of before then. */
  public int forget(Instant before) {
    return session.change("DELETE FROM idempotency WHERE at < ?", before);
  }
}
