package io.slipway.registry.service;

import io.slipway.registry.blob.Blob;
import io.slipway.registry.blob.BlobStore;
import io.slipway.registry.model.Digest;
import io.slipway.registry.model.Manifest;
import io.slipway.registry.model.ManifestFile;
import io.slipway.registry.model.ModelName;
import io.slipway.registry.model.Notes;
import io.slipway.registry.model.Remark;
import io.slipway.registry.model.Version;
import io.slipway.registry.model.Version.Course;
import io.slipway.registry.model.VersionNumber;
import io.slipway.registry.model.VersionRef;
import io.slipway.registry.model.VersionState;
import io.slipway.registry.service.Refusal.Reason;
import io.slipway.registry.store.AuditLog;
import io.slipway.registry.store.BlobReferences;
import io.slipway.registry.store.Database;
import io.slipway.registry.store.Session;
import io.slipway.registry.store.Versions;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Makes versions, in two phases: first it is said what a version is and its bytes are sent, in any
 * order; then it is finished. A version that is not finished is nothing that anybody could get.
 */
public final class Publishing {
  private final Database database;
  private final BlobStore blobs;
  private final Clock clock;
  private final Runnable waiting;

  /**
   * @param waiting called when a version waits for its validation
   */
  public Publishing(Database database, BlobStore blobs, Clock clock, Runnable waiting) {
    this.database = database;
    this.blobs = blobs;
    this.clock = clock;
    this.waiting = waiting;
  }

  /**
   * A version and what it lacks.
   *
   * @param news whether it was registered now, or had been
   * @param missing the bytes that are still to be sent
   */
  public record Registration(Version version, News news, List<ManifestFile> missing) {}

  /** Whether a registration made something. */
  public enum News {
    NEW,
    KNOWN
  }

  /** Registers a version, or finds the one that has the same manifest. */
  public Registration register(Author author, ModelName model, Manifest.Draft draft)
      throws Refusal, IOException {
    requireSizes(model, draft.withoutParent());
    Numbered numbered =
        database.write(
            session -> {
              Lookup.lock(session, model);
              Instant now = clock.instant();
              News[] news = {News.KNOWN};
              String number =
                  Repeats.once(
                      session,
                      author,
                      now,
                      () -> {
                        Numbered made = find(session, author, model, draft, now);
                        news[0] = made.news();
                        return made.number().toString();
                      });
              return new Numbered(VersionNumber.parse(number), news[0]);
            });
    Version version =
        database.read(
            session -> Lookup.version(session, model, new VersionRef.ByNumber(numbered.number())));
    // Not before: from here on nothing that is there is taken away.
    return new Registration(version, numbered.news(), missing(version));
  }

  private record Numbered(VersionNumber number, News news) {}

  private static Numbered find(
      Session session, Author author, ModelName model, Manifest.Draft draft, Instant now)
      throws Refusal {
    Optional<Digest> parent = Optional.empty();
    if (draft.parent().isPresent()) {
      parent = Optional.of(parent(session, model, draft.parent().get()));
    }
    Manifest manifest = draft.childOf(parent);
    Versions versions = new Versions(session);
    Optional<Version> known =
        versions
            .find(model, manifest.digest())
            .filter(version -> version.course().deleted().isEmpty());
    if (known.isPresent()) {
      return new Numbered(known.get().number(), News.KNOWN);
    }
    new BlobReferences(session).keep();
    Version version =
        new Version(
            model,
            versions.next(model),
            manifest.digest(),
            manifest,
            Notes.NONE,
            new Remark(now, author.name(), Optional.empty()),
            new Course(VersionState.PENDING, Optional.empty(), Optional.empty(), Optional.empty()));
    versions.add(version);
    new AuditLog(session)
        .add(now, author.name(), "version.register", version.path(), version.digest().toString());
    return new Numbered(version.number(), News.NEW);
  }

  private static Digest parent(Session session, ModelName model, VersionRef ref) throws Refusal {
    Version parent = Lookup.version(session, model, ref);
    if (!parent.isReady()) {
      throw new Refusal(
          Reason.CONFLICT,
          parent.path(),
          "it is not ready and can be no parent",
          "finish it first, or name another parent");
    }
    return parent.digest();
  }

  /** A manifest that is wrong about bytes that are there can never be finished. */
  private void requireSizes(ModelName model, Manifest manifest) throws Refusal, IOException {
    for (ManifestFile file : manifest.files()) {
      Optional<Long> size = blobs.find(file.digest()).map(Blob::size);
      if (size.isPresent() && size.get() != file.size()) {
        throw new Refusal(
            Reason.INVALID,
            "models/" + model,
            "the file %s: the manifest says %d bytes, and the bytes of this digest are %d"
                .formatted(file.path(), file.size(), size.get()),
            "correct its size or its digest");
      }
    }
  }

  /** The files of a version whose bytes are not there. */
  public List<ManifestFile> missing(Version version) throws IOException {
    if (version.course().state() != VersionState.PENDING) {
      return List.of();
    }
    List<ManifestFile> missing = new ArrayList<>();
    Set<Digest> seen = new LinkedHashSet<>();
    for (ManifestFile file : version.manifest().files()) {
      if (seen.add(file.digest()) && blobs.find(file.digest()).isEmpty()) {
        missing.add(file);
      }
    }
    return missing;
  }

  /** Lets a version be validated. For one that is or was, it does nothing. */
  public Version finish(Author author, ModelName model, VersionRef ref)
      throws Refusal, IOException {
    Version version = database.read(session -> Lookup.version(session, model, ref));
    if (version.course().state() != VersionState.PENDING) {
      return version;
    }
    requireSizes(model, version.manifest());
    List<ManifestFile> missing = missing(version);
    if (!missing.isEmpty()) {
      throw new Refusal(
          Reason.CONFLICT,
          version.path(),
          "the bytes of %d of its files are not here, %s first"
              .formatted(missing.size(), missing.getFirst().path()),
          "send them with PUT /v1/blobs/{digest}, and finalize it again",
          Map.of("missing", missing.stream().map(file -> file.digest().toString()).toList()));
    }
    Version submitted =
        database.write(
            session -> {
              if (new Versions(session).submit(version)) {
                new AuditLog(session)
                    .add(clock.instant(), author.name(), "version.finalize", version.path(), "");
              }
              return Lookup.version(session, model, new VersionRef.ByNumber(version.number()));
            });
    waiting.run();
    return submitted;
  }
}
