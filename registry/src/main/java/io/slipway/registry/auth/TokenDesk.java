package io.slipway.registry.auth;

import io.slipway.registry.model.InvalidException;
import io.slipway.registry.model.Quoted;
import io.slipway.registry.service.Author;
import io.slipway.registry.service.Refusal;
import io.slipway.registry.service.Refusal.Reason;
import io.slipway.registry.store.AuditLog;
import io.slipway.registry.store.Database;
import io.slipway.registry.store.Tokens;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Makes tokens and takes them back. */
public final class TokenDesk {
  private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9.]{0,61}[a-z0-9])?");

  /** Names that the audit keeps for those who have no token. */
  private static final Set<String> RESERVED = Set.of("anonymous", "registry", "console");

  private final Database database;
  private final Clock clock;

  public TokenDesk(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /**
   * A token that was made.
   *
   * @param token shown this once
   */
  public record Made(Tokens.Entry entry, String token) {
    @Override
    public String toString() {
      return "Made[" + entry.name() + "]";
    }
  }

  /** Makes a token. */
  public Made make(Author author, String name, Set<Scope> scopes, Optional<Instant> expires)
      throws Refusal {
    if (!NAME.matcher(name).matches() || RESERVED.contains(name)) {
      throw new InvalidException(
          "the token's name %s: use at most 63 lower-case letters, digits, '-' and '.', and none of %s"
              .formatted(Quoted.of(name), RESERVED.stream().sorted().toList()));
    }
    Instant now = clock.instant();
    if (expires.isPresent() && !expires.get().isAfter(now)) {
      throw new InvalidException("the token's expiry is over already; write a later time");
    }
    String token = TokenText.make();
    Tokens.Entry entry =
        new Tokens.Entry(
            name,
            TokenText.hash(token).hex(),
            Scope.text(scopes),
            now,
            author.name(),
            expires,
            Optional.empty());
    return database.write(
        session -> {
          if (!new Tokens(session).add(entry)) {
            throw new Refusal(
                Reason.CONFLICT,
                "tokens/" + name,
                "there is or was a token of this name, which the audit tells of",
                "choose another name");
          }
          new AuditLog(session)
              .add(now, author.name(), "token.make", "tokens/" + name, entry.scopes());
          return new Made(entry, token);
        });
  }

  /** All that were ever made. */
  public List<Tokens.Entry> list() {
    return database.read(session -> new Tokens(session).list());
  }

  /** Lets a token be of no use from now on. */
  public void revoke(Author author, String name) throws Refusal {
    Instant now = clock.instant();
    database.write(
        session -> {
          if (!new Tokens(session).revoke(name, now)) {
            throw new Refusal(
                Reason.NOT_FOUND,
                "tokens/" + name,
                "there is no such token that is good for anything",
                "see GET /v1/tokens");
          }
          new AuditLog(session).add(now, author.name(), "token.revoke", "tokens/" + name, "");
          return true;
        });
  }
}
