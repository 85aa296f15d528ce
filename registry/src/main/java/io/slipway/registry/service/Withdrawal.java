package io.slipway.registry.service;

import io.slipway.registry.model.ModelName;
import io.slipway.registry.model.Remark;
import io.slipway.registry.model.Version;
import io.slipway.registry.model.VersionNumber;
import io.slipway.registry.model.VersionRef;
import io.slipway.registry.service.Refusal.Reason;
import io.slipway.registry.store.AuditLog;
import io.slipway.registry.store.Database;
import io.slipway.registry.store.Session;
import io.slipway.registry.store.Versions;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Advises against versions, and deletes those to which nothing refers. */
public final class Withdrawal {
  private final Database database;
  private final Clock clock;

  public Withdrawal(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /** Advises against a version. It goes on being served. */
  public Version deprecate(Author author, ModelName model, VersionRef ref, Optional<String> reason)
      throws Refusal {
    return mark(
        author,
        model,
        ref,
        "version.deprecate",
        Optional.of(new Remark(clock.instant(), author.name(), reason)));
  }

  /** Takes the advice back. */
  public Version undeprecate(Author author, ModelName model, VersionRef ref) throws Refusal {
    return mark(author, model, ref, "version.undeprecate", Optional.empty());
  }

  private Version mark(
      Author author, ModelName model, VersionRef ref, String action, Optional<Remark> remark)
      throws Refusal {
    return database.write(
        session -> {
          Version version = Lookup.version(session, model, ref);
          new Versions(session).deprecate(version, remark);
          new AuditLog(session)
              .add(
                  clock.instant(),
                  author.name(),
                  action,
                  version.path(),
                  remark.flatMap(Remark::reason).orElse(""));
          return Lookup.version(session, model, new VersionRef.ByNumber(version.number()));
        });
  }

  /** Deletes a version, unless something refers to it. That it was there stays known. */
  public void delete(Author author, ModelName model, VersionRef ref, Optional<String> reason)
      throws Refusal {
    database.write(
        session -> {
          Lookup.lock(session, model);
          Version version = Lookup.version(session, model, ref);
          List<String> users = Uses.of(session, model, clock.instant()).of(version);
          for (VersionNumber child : new Versions(session).children(version)) {
            users.add("models/%s/versions/%s, which was learnt from it".formatted(model, child));
          }
          if (!users.isEmpty()) {
            throw new Refusal(
                Reason.CONFLICT,
                version.path(),
                "it is in use: " + String.join(", ", users),
                "end these uses first, or deprecate it instead",
                Map.of("referencedBy", users));
          }
          delete(session, version, new Remark(clock.instant(), author.name(), reason));
          return true;
        });
  }

  static void delete(Session session, Version version, Remark remark) {
    new Versions(session).delete(version, remark);
    new AuditLog(session)
        .add(
            remark.at(), remark.by(), "version.delete", version.path(), remark.reason().orElse(""));
  }
}
