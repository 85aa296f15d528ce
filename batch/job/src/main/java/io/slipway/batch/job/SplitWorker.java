package io.slipway.batch.job;

import io.slipway.batch.parquet.PartWriter;
import io.slipway.batch.plan.Split;
import io.slipway.batch.rows.DecodedLines;
import io.slipway.batch.rows.SplitRows;
import io.slipway.batch.run.RunSpec;
import io.slipway.batch.scoring.KeyedRows;
import io.slipway.batch.scoring.RowError;
import io.slipway.batch.scoring.RowScorer;
import io.slipway.batch.staging.Commit;
import io.slipway.batch.staging.Digested;
import io.slipway.batch.staging.Staging;
import io.slipway.batch.validation.RowCounts;
import io.slipway.scoring.Model;
import io.slipway.scoring.Signature;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Scores a split: its rows through the model into a file of this attempt's own, the file into the
 * staging area, the commit. Until the commit nothing has happened; after it nothing more can.
 *
 * @param scratch a folder for the file while it is written
 */
record SplitWorker(
    RunSpec spec, RunFolder.Known run, RunInput input, Staging staging, Path scratch) {

  /** What counts for the split, if anything does yet. */
  Optional<Commit> committed(Split split) throws IOException {
    return staging.committed(split.index());
  }

  /**
   * @param model of the run; left open
   * @param progress hears how far it is, now and then
   * @return what counts: this attempt's commit, or that of another that was first
   */
  Commit score(Split split, Model model, Consumer<Progress> progress)
      throws IOException, JobException {
    String name = "part-%05d-%s.parquet".formatted(split.index(), UUID.randomUUID());
    Path file = scratch.resolve(name);
    try {
      RowCounts counts = write(split, model, file, progress);
      Digested part = digested(file);
      Commit commit =
          new Commit(
              split.index(), name, part.bytes(), part.sha256(), counts.scored(), counts.errors());
      staging.store(name, file);
      input.requireUnchanged(run.plan(), split);
      return staging.commit(commit);
    } finally {
      Files.deleteIfExists(file);
    }
  }

  private RowCounts write(Split split, Model model, Path file, Consumer<Progress> progress)
      throws IOException, JobException {
    Signature signature = model.signature();
    OutputColumns outputs = OutputColumns.of(signature, spec.output().columns());
    RowScorer scorer = RowScorer.of(model, spec.rowsPerCall());
    Progress begin = Progress.begin(split);
    try (SplitRows rows = input.open(run.plan(), split, signature);
        PartWriter part = PartWriter.create(file, run.run().outputs())) {
      PartRows into = new PartRows(split.index(), outputs, part);
      for (Optional<DecodedLines> next = rows.next(); next.isPresent(); next = rows.next()) {
        for (KeyedRows piece : next.get().rows()) {
          scorer.score(piece, into);
        }
        for (RowError error : next.get().errors()) {
          into.refused(error);
        }
        progress.accept(begin.at(rows.bytesRead(), into.counts()));
      }
      into.flush();
      return into.counts();
    }
  }

  private static Digested digested(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return Digested.copy(in, OutputStream.nullOutputStream());
    }
  }
}
