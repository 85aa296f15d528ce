package io.slipway.batch.job;

import io.slipway.batch.job.Drifts.Judged;
import io.slipway.batch.run.PlannedRun;
import io.slipway.batch.run.RunSpec;
import io.slipway.batch.run.RunSpec.Publisher;
import io.slipway.batch.run.RunSpec.Removal;
import io.slipway.batch.staging.Commit;
import io.slipway.batch.summary.Summary;
import io.slipway.batch.summary.SummaryDocument;
import io.slipway.batch.validation.RowCounts;
import io.slipway.batch.warehouse.Contents;
import io.slipway.batch.warehouse.Counts;
import io.slipway.batch.warehouse.Expected;
import io.slipway.batch.warehouse.Predecessor;
import io.slipway.batch.warehouse.Run;
import io.slipway.batch.warehouse.SetName;
import io.slipway.batch.warehouse.SetVersion;
import io.slipway.batch.warehouse.Warehouse;
import io.slipway.batch.warehouse.WarehouseException;
import io.slipway.batch.warehouse.WarehouseException.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings what workers have committed into the warehouse: counts, the rules, the load, the pointer.
 * Each step looks first whether it was done, so that another one may go on wherever this one ends.
 *
 * @param scratch a folder for parts while they are read
 */
record Publication(
    RunSpec spec, PlannedRun run, int splits, RunFolder folder, Warehouse warehouse, Path scratch) {
  private static final Logger log = LoggerFactory.getLogger(Publication.class);

  /** How often somebody may move the pointer between a look at it and the move. */
  private static final int TRIES = 5;

  /** What became of the run. */
  sealed interface Outcome {
    RowCounts counts();

    /** The rules do not hold: nothing was loaded. */
    record Broken(RowCounts counts, List<String> sentences) implements Outcome {}

    /** Loaded, for somebody to publish it by hand. */
    record Loaded(RowCounts counts, long setId) implements Outcome {}

    /** It is or was the current set version. */
    record Published(RowCounts counts, long setId, OptionalLong previous) implements Outcome {}

    /** Loaded, and a newer set version had been published by then. */
    record Superseded(RowCounts counts, long setId, long by) implements Outcome {}
  }

  /** What became of it, and how far its predictions are from those that readers had. */
  record Finished(Outcome outcome, Judged drift) {}

  Finished finish() throws IOException, InterruptedException, JobException {
    Optional<SetVersion> known = known();
    Finished finished = known.isPresent() ? judged(after(known.get())) : loaded();
    if (finished.drift() instanceof Judged.Not(String why)) {
      log.atInfo().addKeyValue("why", why).log("drift is not judged");
    }
    if (finished.outcome() instanceof Outcome.Published published) {
      tidy(published);
    }
    return finished;
  }

  /** As summaries in the warehouse say it, whoever loaded the set version. */
  private Finished judged(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Published(_, long setId, OptionalLong previous) ->
          new Finished(outcome, drifts().of(previous, setId));
      case Outcome.Superseded(_, long setId, long by) ->
          new Finished(outcome, drifts().of(OptionalLong.of(by), setId));
      case Outcome.Loaded(_, long setId) -> new Finished(outcome, drifts().of(setIdNow(), setId));
      case Outcome.Broken _ ->
          throw new IllegalStateException("a run that broke rules has no set version");
    };
  }

  private Drifts drifts() {
    return new Drifts(set(), warehouse);
  }

  private Optional<SetVersion> known() {
    return known(versions());
  }

  /**
   * What became of this run before: the set version that was published, even if it is retired by
   * now and its rows were loaded once more, else one with all its rows.
   */
  private Optional<SetVersion> known(List<SetVersion> versions) {
    List<SetVersion> ours =
        versions.stream().filter(version -> version.run().id().equals(run.id().value())).toList();
    return ours.stream()
        .filter(version -> version.publishedAt().isPresent())
        .findFirst()
        .or(() -> ours.stream().filter(version -> version.state().isWhole()).findFirst());
  }

  private Finished loaded() throws IOException, InterruptedException, JobException {
    List<Commit> commits = commits();
    if (commits.size() < splits) {
      // Another publisher may have been quicker, and removed them.
      return judged(after(known().orElseThrow(() -> missing(commits))));
    }
    RowCounts counts =
        commits.stream()
            .map(commit -> new RowCounts(commit.rows(), commit.errors()))
            .reduce(RowCounts.NONE, RowCounts::plus);
    if (counts.errors() > 0) {
      new ErrorList(folder.staging(), scratch).write(commits);
    }
    Summary summary = new CommittedSummary(folder.staging(), run.outputs(), scratch).of(commits);
    Judged drift = drifts().against(setIdNow(), summary);
    List<String> broken = spec.rules().broken(counts, predictionsNow(), drift.measured());
    if (!broken.isEmpty()) {
      return new Finished(new Outcome.Broken(counts, broken), drift);
    }
    Run identity = new Run(run.id().value(), run.model(), run.plannedAt());
    try (CommittedRows rows =
        new CommittedRows(folder.staging(), commits, run.outputs(), scratch)) {
      SetVersion version =
          warehouse.load(
              set(),
              identity,
              run.outputs(),
              rows,
              new Contents(
                  new Counts(counts.total(), counts.errors()),
                  Optional.of(SummaryDocument.write(summary))));
      log.atInfo().addKeyValue("setId", version.setId()).log("loaded");
      // All may have been done, and the set version retired, since this publisher began.
      return judged(after(known().orElse(version)));
    }
  }

  private List<Commit> commits() throws IOException {
    List<Commit> commits = new ArrayList<>();
    for (int split = 0; split < splits; split++) {
      folder.staging().committed(split).ifPresent(commits::add);
    }
    return commits;
  }

  private JobException missing(List<Commit> commits) {
    Set<Integer> there = commits.stream().map(Commit::split).collect(Collectors.toSet());
    return JobException.correct(
        "SplitsMissing",
        "%d of %d splits are not committed, split %d first: score them, or start a new run if the staging area was removed"
            .formatted(
                splits - commits.size(),
                splits,
                IntStream.range(0, splits)
                    .filter(split -> !there.contains(split))
                    .findFirst()
                    .orElseThrow()));
  }

  /** What readers have from somebody else: this very run may have been published meanwhile. */
  private Optional<SetVersion> readNow() {
    return versions().stream()
        .filter(SetVersion::current)
        .filter(version -> !version.run().id().equals(run.id().value()))
        .findFirst();
  }

  private OptionalLong setIdNow() {
    return readNow().stream().mapToLong(SetVersion::setId).findFirst();
  }

  private OptionalLong predictionsNow() {
    return readNow().stream()
        .mapToLong(version -> version.counts().rows() - version.counts().errors())
        .findFirst();
  }

  /** What there is to do with a whole set version. */
  private Outcome after(SetVersion version) {
    if (version.publishedAt().isPresent()) {
      return publishedOnce(version);
    }
    if (spec.publishing().publisher() == Publisher.MANUAL) {
      return new Outcome.Loaded(counts(version), version.setId());
    }
    return publish(version);
  }

  private static RowCounts counts(SetVersion version) {
    return new RowCounts(
        version.counts().rows() - version.counts().errors(), version.counts().errors());
  }

  /** If it is not the current one now, somebody has decided so since. */
  private Outcome publishedOnce(SetVersion version) {
    return new Outcome.Published(counts(version), version.setId(), publishedBefore(version));
  }

  private Outcome publish(SetVersion version) {
    RowCounts counts = counts(version);
    for (int left = TRIES; ; left--) {
      List<SetVersion> versions = versions();
      Optional<SetVersion> meanwhile =
          known(versions).filter(known -> known.publishedAt().isPresent());
      if (meanwhile.isPresent()) {
        return publishedOnce(meanwhile.get());
      }
      Optional<SetVersion> current = versions.stream().filter(SetVersion::current).findFirst();
      if (current.isPresent() && current.get().setId() > version.setId()) {
        return new Outcome.Superseded(counts, version.setId(), current.get().setId());
      }
      try {
        warehouse.publish(set(), version.setId(), expected(current));
        log.atInfo().addKeyValue("setId", version.setId()).log("published");
        return new Outcome.Published(
            counts,
            version.setId(),
            current.stream()
                .mapToLong(SetVersion::setId)
                .filter(setId -> setId != version.setId())
                .findFirst());
      } catch (WarehouseException e) {
        if (e.kind() != Kind.CONFLICT || left == 0) {
          throw e;
        }
      }
    }
  }

  static Expected expected(Optional<SetVersion> current) {
    return current
        .<Expected>map(version -> new Expected.At(version.setId()))
        .orElseGet(Expected.Nothing::new);
  }

  private OptionalLong publishedBefore(SetVersion version) {
    return Predecessor.of(warehouse, version).stream().mapToLong(SetVersion::setId).findFirst();
  }

  /** What is left to do once it counts. Nothing of it may undo that the run has succeeded. */
  private void tidy(Outcome.Published published) {
    try {
      folder.documents().keep(Manifest.NAME, Manifest.of(spec, run, published));
    } catch (IOException e) {
      log.atWarn().setCause(e).log("the manifest is not written");
    }
    new Retirement(set(), warehouse).keep(spec.publishing().retainSets());
    if (spec.staging().removal() == Removal.PUBLISHED) {
      try {
        folder.staging().remove();
      } catch (IOException e) {
        log.atWarn().setCause(e).log("parts are left in the staging area");
      }
    }
  }

  private List<SetVersion> versions() {
    return warehouse.versions(set());
  }

  private SetName set() {
    return spec.output().set();
  }
}
