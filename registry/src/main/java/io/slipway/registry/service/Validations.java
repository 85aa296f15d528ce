package io.slipway.registry.service;

import io.slipway.registry.blob.Blob;
import io.slipway.registry.blob.BlobException;
import io.slipway.registry.blob.BlobStore;
import io.slipway.registry.blob.Receipt;
import io.slipway.registry.blob.TamperedBlobException;
import io.slipway.registry.model.Digest;
import io.slipway.registry.model.Findings;
import io.slipway.registry.model.ManifestFile;
import io.slipway.registry.model.Rendition;
import io.slipway.registry.model.Verdict;
import io.slipway.registry.model.Version;
import io.slipway.registry.store.AuditLog;
import io.slipway.registry.store.Database;
import io.slipway.registry.store.Versions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Validates versions that wait for it, one after the other. Which ones wait is in the database: a
 * process that was killed goes on with them when it starts, and another takes over what it does not
 * finish in time.
 */
public final class Validations implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Validations.class);

  /** How often it is looked whether others left something behind. */
  private static final Duration LOOK = Duration.ofSeconds(15);

  private final Database database;
  private final BlobStore blobs;
  private final Validator validator;
  private final Clock clock;
  private final Settings settings;
  private final Semaphore work = new Semaphore(0);
  private final Thread worker;

  /**
   * How it is done.
   *
   * @param folder for the bytes while they are looked at
   * @param lease how long a validation may take before another may begin it anew
   */
  public record Settings(Path folder, Duration lease) {}

  public Validations(
      Database database, BlobStore blobs, Validator validator, Clock clock, Settings settings) {
    this.database = database;
    this.blobs = blobs;
    this.validator = validator;
    this.clock = clock;
    this.settings = settings;
    this.worker = Thread.ofPlatform().name("validations").daemon().unstarted(this::run);
  }

  /** Begins, with what was left behind. */
  public void start() {
    Workbench.clear(settings.folder());
    if (database.isOurs()) {
      database.write(session -> new Versions(session).releaseAll());
    }
    worker.start();
  }

  /** Says that something waits. */
  public void wake() {
    work.release();
  }

  private void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        if (!validateNext()) {
          boolean woken = work.tryAcquire(LOOK.toMillis(), TimeUnit.MILLISECONDS);
          if (woken) {
            work.drainPermits();
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Validates the version that waited longest; false when none waits or none can be taken. */
  private boolean validateNext() throws InterruptedException {
    try {
      Optional<Version> claimed =
          database.write(
              session -> {
                var now = clock.instant();
                Versions versions = new Versions(session);
                return versions.waiting(now, 1).stream()
                    .filter(version -> versions.claim(version, now, now.plus(settings.lease())))
                    .findFirst();
              });
      if (claimed.isPresent()) {
        validate(claimed.get());
      }
      return claimed.isPresent();
    } catch (RuntimeException e) {
      log.atWarn().setCause(e).log("the versions that wait cannot be read; trying again");
      return false;
    }
  }

  private void validate(Version version) throws InterruptedException {
    try {
      conclude(version, judge(version));
    } catch (TamperedBlobException e) {
      log.atError()
          .addKeyValue("version", version.path())
          .setCause(e)
          .log("bytes are not what they were when they were stored; they are to be sent again");
      discard(e.expected());
      reopen(version);
    } catch (BlobException e) {
      if (e.reason() == BlobException.Reason.ABSENT) {
        log.atError()
            .addKeyValue("version", version.path())
            .setCause(e)
            .log("bytes are gone that were here; they are to be sent again");
        reopen(version);
      } else {
        later(version, e);
      }
    } catch (IOException e) {
      later(version, e);
    }
  }

  /** Begun anew when the lease has passed: whatever it was may have passed too. */
  private static void later(Version version, IOException cause) {
    log.atWarn()
        .addKeyValue("version", version.path())
        .setCause(cause)
        .log("the validation could not be carried out; it is begun anew later");
  }

  private Verdict judge(Version version) throws IOException, InterruptedException {
    List<String> wrongSizes = wrongSizes(version);
    if (!wrongSizes.isEmpty()) {
      return new Verdict.Rejected(wrongSizes);
    }
    try (Workbench bench = Workbench.of(version.manifest(), blobs, settings.folder())) {
      return switch (validator.validate(version.manifest(), bench::file)) {
        case Validator.Verdict.Rejected(List<String> reasons) -> new Verdict.Rejected(reasons);
        case Validator.Verdict.Accepted accepted -> {
          List<Rendition> renditions = new ArrayList<>();
          for (Validator.Derived derived : accepted.renditions()) {
            renditions.add(keep(derived));
          }
          yield new Verdict.Accepted(
              new Findings(accepted.format(), accepted.signature(), renditions));
        }
      };
    } catch (IllegalStateException | IllegalArgumentException | NullPointerException e) {
      log.atError()
          .addKeyValue("version", version.path())
          .setCause(e)
          .log("a defect of the validation");
      return new Verdict.Rejected(
          List.of(
              "the validation failed for a reason of its own (%s); delete the version and register it again once the registry is newer"
                  .formatted(e.getClass().getSimpleName())));
    }
  }

  private List<String> wrongSizes(Version version) throws IOException {
    List<String> wrong = new ArrayList<>();
    for (ManifestFile file : version.manifest().files()) {
      Optional<Long> size = blobs.find(file.digest()).map(Blob::size);
      if (size.isPresent() && size.get() != file.size()) {
        wrong.add(
            "%s has %d bytes, and its manifest says %d"
                .formatted(file.path(), size.get(), file.size()));
      }
    }
    return wrong;
  }

  private Rendition keep(Validator.Derived derived) throws IOException {
    long size = Files.size(derived.file());
    var digest = Sha256.of(derived.file());
    try (InputStream in = Files.newInputStream(derived.file())) {
      if (!(blobs.append(digest, 0, size, in) instanceof Receipt.Stored)) {
        throw new IOException("the rendition " + derived.name() + " could not be stored");
      }
    }
    return new Rendition(derived.name(), derived.mediaType(), digest, size);
  }

  private void conclude(Version version, Verdict verdict) {
    var now = clock.instant();
    boolean decided =
        database.write(
            session -> {
              boolean first = new Versions(session).decide(version, verdict, now);
              if (first) {
                new AuditLog(session)
                    .add(
                        now,
                        Author.REGISTRY.name(),
                        "version.validate",
                        version.path(),
                        verdict instanceof Verdict.Rejected(List<String> reasons)
                            ? "rejected: " + String.join("; ", reasons)
                            : "ready");
              }
              return first;
            });
    if (decided) {
      log.atInfo()
          .addKeyValue("version", version.path())
          .addKeyValue("digest", version.digest())
          .log(verdict instanceof Verdict.Rejected ? "rejected" : "ready");
    }
  }

  /** Bytes that are not the ones that they are called are of no use, and in the way of new ones. */
  private void discard(Digest digest) {
    try {
      blobs.delete(digest);
    } catch (IOException e) {
      log.atWarn().addKeyValue("digest", digest).setCause(e).log("cannot be deleted");
    }
  }

  private void reopen(Version version) {
    database.write(
        session -> {
          new Versions(session).reopen(version);
          return true;
        });
  }

  @Override
  public void close() {
    worker.interrupt();
    try {
      worker.join(Duration.ofSeconds(10));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
