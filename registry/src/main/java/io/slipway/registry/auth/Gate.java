package io.slipway.registry.auth;

import io.slipway.registry.model.Digest;
import io.slipway.registry.service.Refusal;
import io.slipway.registry.service.Refusal.Reason;
import io.slipway.registry.store.Database;
import io.slipway.registry.store.Tokens;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tells who asks, and whether he may. */
public final class Gate {
  private static final Pattern BEARER = Pattern.compile("(?i)bearer +([!-~]{1,512})");

  private final Database database;
  private final Clock clock;
  private final Optional<TokenFile> file;
  private final Anonymous anonymous;

  /** What those may do who have no token. */
  public enum Anonymous {
    NOTHING,
    READ
  }

  public Gate(Database database, Clock clock, Optional<TokenFile> file, Anonymous anonymous) {
    this.database = database;
    this.clock = clock;
    this.file = file;
    this.anonymous = anonymous;
  }

  /** What those may do who have no token. */
  public Anonymous anonymous() {
    return anonymous;
  }

  /**
   * Lets a caller in who may do what needs that scope.
   *
   * @param authorization the header of that name
   * @param object what the request is about, for the refusal
   */
  public Caller admit(Optional<String> authorization, Scope needed, String object) throws Refusal {
    Caller caller = authorization.isPresent() ? identify(authorization.get()) : withoutToken();
    if (caller.may(needed)) {
      return caller;
    }
    if (caller.scopes().isEmpty() || authorization.isEmpty()) {
      throw new Refusal(
          Reason.UNAUTHENTICATED,
          object,
          "it needs a token with the scope " + needed.text(),
          "send Authorization: Bearer and a token");
    }
    throw new Refusal(
        Reason.FORBIDDEN,
        object,
        "the token %s has the scopes %s, and this needs %s"
            .formatted(caller.name(), Scope.text(caller.scopes()), needed.text()),
        "use another token, or have one made with that scope");
  }

  private Caller withoutToken() {
    return new Caller("anonymous", anonymous == Anonymous.READ ? Set.of(Scope.READ) : Set.of());
  }

  /**
   * A token that is wrong is refused even where none is needed: its owner believes it to be one.
   */
  private Caller identify(String authorization) throws Refusal {
    Matcher bearer = BEARER.matcher(authorization.strip());
    if (!bearer.matches()) {
      throw refused("it is not of the form Bearer and a token");
    }
    Digest hash = TokenText.hash(bearer.group(1));
    Optional<Caller> fromFile = file.flatMap(tokens -> tokens.find(hash));
    if (fromFile.isPresent()) {
      return fromFile.get();
    }
    Tokens.Entry entry =
        database
            .read(session -> new Tokens(session).findByHash(hash.hex()))
            .orElseThrow(() -> refused("no such token is known"));
    Instant now = clock.instant();
    if (entry.revokedAt().isPresent()) {
      throw refused("the token %s was revoked".formatted(entry.name()));
    }
    if (entry.expiresAt().filter(end -> !end.isAfter(now)).isPresent()) {
      throw refused("the token %s expired at %s".formatted(entry.name(), entry.expiresAt().get()));
    }
    return new Caller(entry.name(), Scope.parse(entry.scopes()));
  }

  private static Refusal refused(String why) {
    return new Refusal(
        Reason.UNAUTHENTICATED, "Authorization", why, "send a token that holds, or have one made");
  }
}
