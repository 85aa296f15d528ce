package io.slipway.registry.store;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The table of tokens, by their hashes: a token itself is kept nowhere. */
public final class Tokens {
  private final Session session;

  public Tokens(Session session) {
    this.session = session;
  }

  /**
   * A token that was made.
   *
   * @param hash the SHA-256 of it, in hexadecimal
   * @param scopes their names, with commas
   */
  public record Entry(
      String name,
      String hash,
      String scopes,
      Instant createdAt,
      String createdBy,
      Optional<Instant> expiresAt,
      Optional<Instant> revokedAt) {}

  /** The token with that hash. */
  public Optional<Entry> findByHash(String hash) {
    return session.first("SELECT * FROM token WHERE hash = ?", Tokens::read, hash);
  }

  /** All, by name. */
  public List<Entry> list() {
    return session.list("SELECT * FROM token ORDER BY name", Tokens::read);
  }

  /** Adds one; false when there is or was one of that name. */
  public boolean add(Entry entry) {
    return session.change(
            """
            INSERT INTO token (name, hash, scopes, created_at, created_by, expires_at)
            VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (name) DO NOTHING
            """,
            entry.name(),
            entry.hash(),
            entry.scopes(),
            entry.createdAt(),
            entry.createdBy(),
            entry.expiresAt())
        == 1;
  }

  /** Lets it be of no use any more; false when there is none of that name that is. */
  public boolean revoke(String name, Instant at) {
    return session.change(
            "UPDATE token SET revoked_at = ? WHERE name = ? AND revoked_at IS NULL", at, name)
        == 1;
  }

  private static Entry read(Row row) throws SQLException {
    return new Entry(
        row.text("name"),
        row.text("hash"),
        row.text("scopes"),
        row.instant("created_at"),
        row.text("created_by"),
        row.optionalInstant("expires_at"),
        row.optionalInstant("revoked_at"));
  }
}
