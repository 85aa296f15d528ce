package io.slipway.registry.service;

import io.slipway.registry.blob.Blob;
import io.slipway.registry.blob.BlobStore;
import io.slipway.registry.model.Model;
import io.slipway.registry.model.Remark;
import io.slipway.registry.model.Retention;
import io.slipway.registry.model.RetentionRule;
import io.slipway.registry.model.RetentionRule.Use;
import io.slipway.registry.model.Version;
import io.slipway.registry.model.VersionNumber;
import io.slipway.registry.model.VersionState;
import io.slipway.registry.store.AliasLog;
import io.slipway.registry.store.AuditLog;
import io.slipway.registry.store.BlobReferences;
import io.slipway.registry.store.BlobReferences.References;
import io.slipway.registry.store.Database;
import io.slipway.registry.store.DeploymentLog;
import io.slipway.registry.store.IdempotencyKeys;
import io.slipway.registry.store.Models;
import io.slipway.registry.store.Session;
import io.slipway.registry.store.Versions;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Takes away what nobody needs: versions that were never finished, those that a retention rule lets
 * go, and bytes that have been part of no version for a while.
 */
public final class Cleaning {
  /** How many versions of a model are looked at by a retention rule in one transaction. */
  private static final int AT_ONCE = 1000;

  private final Database database;
  private final BlobStore blobs;
  private final Clock clock;
  private final Settings settings;

  /**
   * What is still needed.
   *
   * @param grace for how long bytes stay of which nothing needs any more, or yet
   * @param unfinished for how long a version may wait for its bytes
   * @param repeats for how long a repeated request is known as such
   */
  public record Settings(Duration grace, Duration unfinished, Duration repeats) {}

  /**
   * What was taken away.
   *
   * @param unfinished versions
   * @param retired versions, by retention rules
   * @param blobs how many
   * @param bytes of the blobs together
   */
  public record Report(int unfinished, int retired, int blobs, long bytes) {}

  public Cleaning(Database database, BlobStore blobs, Clock clock, Settings settings) {
    this.database = database;
    this.blobs = blobs;
    this.clock = clock;
    this.settings = settings;
  }

  /** Cleans up once. */
  public Report run() throws IOException {
    Instant now = clock.instant();
    int unfinished = dropUnfinished(now);
    int retired = 0;
    for (Model model : database.read(session -> new Models(session).withRetention())) {
      retired += retire(model, now);
    }
    database.write(session -> new IdempotencyKeys(session).forget(now.minus(settings.repeats())));
    blobs.discardUnfinished(now.minus(settings.grace()));
    List<Blob> collected = collect(now);
    return new Report(
        unfinished, retired, collected.size(), collected.stream().mapToLong(Blob::size).sum());
  }

  private int dropUnfinished(Instant now) {
    return database.write(
        session -> {
          List<Version> old = new Versions(session).pendingSince(now.minus(settings.unfinished()));
          for (Version version : old) {
            Withdrawal.delete(session, version, remark(now, "it was never finished"));
          }
          return old.size();
        });
  }

  private int retire(Model model, Instant now) {
    Retention retention = model.retention().orElseThrow();
    return database.write(
        session -> {
          new Models(session).lock(model.name());
          List<Use> uses = lastUses(session, model, now);
          List<VersionNumber> expired = RetentionRule.expired(retention, now, uses);
          Versions versions = new Versions(session);
          for (VersionNumber number : expired) {
            Version version = versions.find(model.name(), number).orElseThrow();
            Withdrawal.delete(session, version, remark(now, "by the model's retention rule"));
          }
          return expired.size();
        });
  }

  private static List<Use> lastUses(Session session, Model model, Instant now) {
    Uses current = Uses.of(session, model.name(), now);
    List<Use> uses = new ArrayList<>();
    Optional<VersionNumber> before = Optional.empty();
    List<Version> some;
    do {
      some =
          new Versions(session)
              .list(model.name(), Optional.of(VersionState.READY), before, AT_ONCE);
      for (Version version : some) {
        boolean used = !current.of(version).isEmpty();
        uses.add(new Use(version.number(), used ? Use.NOW : lastUse(session, version)));
        before = Optional.of(version.number());
      }
    } while (some.size() == AT_ONCE);
    return uses;
  }

  private static Instant lastUse(Session session, Version version) {
    return Stream.of(
            version.course().outcome().map(Version.Outcome::at),
            new AliasLog(session).lastLeft(version),
            new DeploymentLog(session).lastTold(version))
        .flatMap(Optional::stream)
        .max(Instant::compareTo)
        .orElse(version.registered().at());
  }

  private List<Blob> collect(Instant now) throws IOException {
    Instant before = now.minus(settings.grace());
    List<Blob> old;
    try (Stream<Blob> all = blobs.list()) {
      old = all.filter(blob -> blob.storedAt().isBefore(before)).toList();
    }
    List<Blob> collected = new ArrayList<>();
    for (Blob blob : old) {
      if (isNeeded(blob, before)) {
        continue;
      }
      if (collect(blob, before, now)) {
        collected.add(blob);
      }
    }
    return collected;
  }

  private boolean isNeeded(Blob blob, Instant before) {
    return database.read(session -> isNeeded(session, blob, before));
  }

  private static boolean isNeeded(Session session, Blob blob, Instant before) {
    References references = new BlobReferences(session).to(blob.digest());
    return references.live() > 0
        || references.lastDeleted().filter(at -> !at.isBefore(before)).isPresent();
  }

  /** Looks again while nobody can begin to rely on the bytes, and takes them away. */
  private boolean collect(Blob blob, Instant before, Instant now) throws IOException {
    return database.write(
        session -> {
          new BlobReferences(session).remove();
          if (isNeeded(session, blob, before) || !blobs.delete(blob.digest())) {
            return false;
          }
          new AuditLog(session)
              .add(
                  now,
                  Author.REGISTRY.name(),
                  "blob.collect",
                  "blobs/" + blob.digest(),
                  blob.size() + " bytes");
          return true;
        });
  }

  private static Remark remark(Instant now, String reason) {
    return new Remark(now, Author.REGISTRY.name(), Optional.of(reason));
  }
}
