package io.slipway.registry.service;

import io.slipway.registry.model.Alias;
import io.slipway.registry.model.AliasEvent;
import io.slipway.registry.model.AliasName;
import io.slipway.registry.model.Digest;
import io.slipway.registry.model.ModelName;
import io.slipway.registry.model.Remark;
import io.slipway.registry.model.Version;
import io.slipway.registry.model.VersionNumber;
import io.slipway.registry.model.VersionRef;
import io.slipway.registry.service.Refusal.Reason;
import io.slipway.registry.store.AliasLog;
import io.slipway.registry.store.AuditLog;
import io.slipway.registry.store.Database;
import io.slipway.registry.store.Session;
import java.time.Clock;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Lets aliases point to versions. Whoever moves one says where he believes it to point; when that
 * is not so any more somebody else was there first, and nothing is done.
 */
public final class Aliases {
  private final Database database;
  private final Clock clock;

  public Aliases(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /** Where somebody believes an alias to point. */
  public sealed interface Expected {

    /** Nowhere: it is not there. */
    record Nowhere() implements Expected {}

    /** To the version with this manifest. */
    record At(Digest digest) implements Expected {}
  }

  /** Lets an alias point to a version. Where it does already, nothing happens. */
  public Alias move(
      Author author,
      ModelName model,
      AliasName name,
      VersionRef target,
      Expected expected,
      Optional<String> reason)
      throws Refusal {
    database.write(
        session -> {
          Lookup.lock(session, model);
          return Repeats.once(
              session,
              author,
              clock.instant(),
              () -> {
                Version to = Lookup.version(session, model, target);
                requireReady(to);
                Optional<Alias> current = current(session, model, name, expected);
                if (current.map(Alias::version).equals(Optional.of(to.number()))) {
                  return "kept";
                }
                add(session, author, model, name, Optional.of(to.number()), reason);
                return "moved";
              });
        });
    return database.read(session -> Lookup.alias(session, model, name));
  }

  /** Takes an alias away. */
  public void remove(
      Author author, ModelName model, AliasName name, Expected.At expected, Optional<String> reason)
      throws Refusal {
    database.write(
        session -> {
          Lookup.lock(session, model);
          return Repeats.once(
              session,
              author,
              clock.instant(),
              () -> {
                Lookup.alias(session, model, name);
                current(session, model, name, expected);
                add(session, author, model, name, Optional.empty(), reason);
                return "removed";
              });
        });
  }

  private static void requireReady(Version version) throws Refusal {
    if (!version.isReady()) {
      throw new Refusal(
          Reason.CONFLICT,
          version.path(),
          "it is %s, and aliases point to versions that are ready"
              .formatted(version.course().state().name().toLowerCase(Locale.ROOT)),
          "finalize it and wait until it is ready, or choose another version");
    }
  }

  private static Optional<Alias> current(
      Session session, ModelName model, AliasName name, Expected expected) throws Refusal {
    Optional<Alias> current = new AliasLog(session).find(model, name);
    Optional<Digest> believed =
        expected instanceof Expected.At(Digest digest) ? Optional.of(digest) : Optional.empty();
    if (!current.map(Alias::digest).equals(believed)) {
      throw moved(model, name, current);
    }
    return current;
  }

  private static Refusal moved(ModelName model, AliasName name, Optional<Alias> current) {
    return new Refusal(
        Reason.MOVED,
        Alias.path(model, name),
        current
            .map(
                alias ->
                    "it points to version %s, set by %s at %s"
                        .formatted(alias.version(), alias.moved().by(), alias.moved().at()))
            .orElse("it does not exist"),
        current
            .map(
                alias ->
                    "decide anew, and send If-Match: \"%s\" to move it from there"
                        .formatted(alias.digest()))
            .orElse("send If-None-Match: * to set it"),
        current
            .map(
                alias ->
                    Map.of("version", alias.version().value(), "digest", alias.digest().toString()))
            .orElse(Map.of()));
  }

  private void add(
      Session session,
      Author author,
      ModelName model,
      AliasName name,
      Optional<VersionNumber> to,
      Optional<String> reason) {
    AliasLog aliases = new AliasLog(session);
    Optional<AliasEvent> last = aliases.last(model, name);
    Instant at = MonotonicTime.notBefore(clock.instant(), last.map(event -> event.moved().at()));
    Optional<VersionNumber> from = last.flatMap(AliasEvent::to);
    aliases.add(
        new AliasEvent(
            model,
            name,
            last.map(AliasEvent::sequence).orElse(0) + 1,
            from,
            to,
            new Remark(at, author.name(), reason)));
    new AuditLog(session)
        .add(
            at,
            author.name(),
            to.isPresent() ? "alias.move" : "alias.remove",
            Alias.path(model, name),
            "from %s to %s"
                .formatted(
                    from.map(VersionNumber::toString).orElse("nowhere"),
                    to.map(VersionNumber::toString).orElse("nowhere")));
  }
}
