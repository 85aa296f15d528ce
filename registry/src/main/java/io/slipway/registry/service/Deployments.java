package io.slipway.registry.service;

import io.slipway.registry.model.DeploymentEvent;
import io.slipway.registry.model.DeploymentEvent.Phase;
import io.slipway.registry.model.DeploymentEvent.Place;
import io.slipway.registry.model.Digest;
import io.slipway.registry.model.ModelName;
import io.slipway.registry.model.Remark;
import io.slipway.registry.model.Version;
import io.slipway.registry.model.VersionRef;
import io.slipway.registry.service.Refusal.Reason;
import io.slipway.registry.store.AuditLog;
import io.slipway.registry.store.Database;
import io.slipway.registry.store.DeploymentLog;
import io.slipway.registry.store.Session;
import io.slipway.registry.store.Versions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Keeps what operators and other users of versions tell about what they do with them. */
public final class Deployments {
  /** How far another's clock may be before ours. */
  static final Duration SKEW = Duration.ofMinutes(5);

  private final Database database;
  private final Clock clock;

  public Deployments(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /**
   * What is told.
   *
   * @param version may be the digest of the model's file too, which is what a pod knows
   * @param at when it happened; now when absent
   */
  public record Told(
      VersionRef version,
      Place place,
      Phase phase,
      Optional<Instant> at,
      Optional<String> reason) {}

  /** Keeps it. */
  public DeploymentEvent record(Author author, ModelName model, Told told) throws Refusal {
    return database.write(
        session -> {
          Lookup.lock(session, model);
          Instant now = clock.instant();
          String id =
              Repeats.once(
                  session,
                  author,
                  now,
                  () -> {
                    DeploymentEvent event = event(session, author, model, told, now);
                    long made = new DeploymentLog(session).add(event);
                    new AuditLog(session)
                        .add(
                            now,
                            author.name(),
                            "deployment." + told.phase().text(),
                            "models/%s/versions/%s".formatted(model, event.version()),
                            told.place().toString());
                    return Long.toString(made);
                  });
          return new DeploymentLog(session).find(Long.parseLong(id)).orElseThrow();
        });
  }

  private static DeploymentEvent event(
      Session session, Author author, ModelName model, Told told, Instant now) throws Refusal {
    Instant at = told.at().orElse(now);
    if (at.isAfter(now.plus(SKEW))) {
      throw new Refusal(
          Reason.INVALID,
          "models/%s/deployments".formatted(model),
          "at is %s, and it is %s here".formatted(at, now),
          "tell what has happened, and set the clocks");
    }
    Version version = version(session, model, told.version());
    return new DeploymentEvent(
        0,
        model,
        version.number(),
        version.digest(),
        told.place(),
        told.phase(),
        at,
        new Remark(now, author.name(), told.reason()));
  }

  /** A deleted version too: that it was deleted does not undo that it serves. */
  private static Version version(Session session, ModelName model, VersionRef ref) throws Refusal {
    if (ref instanceof VersionRef.ByDigest(Digest digest)) {
      Optional<Version> byFile = new Versions(session).findByModelFile(model, digest);
      if (byFile.isPresent()) {
        return byFile.get();
      }
    }
    return Lookup.ever(session, model, ref);
  }
}
