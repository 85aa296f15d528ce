package io.slipway.batch.job;

import io.slipway.batch.input.Input;
import io.slipway.batch.plan.InputFile;
import io.slipway.batch.plan.Plan;
import io.slipway.batch.plan.Planner.Division;
import io.slipway.batch.plan.Slice;
import io.slipway.batch.plan.Split;
import io.slipway.batch.rows.FileFormat;
import io.slipway.batch.rows.SplitRows;
import io.slipway.batch.run.RunSpec;
import io.slipway.batch.run.RunSpec.Source;
import io.slipway.scoring.Signature;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Files of rows. */
record RunFiles(RunSpec spec, Source.Files source, Input input) implements RunInput {
  /** Longer ones are errors: a line is in the memory as a whole. */
  private static final int MAX_LINE_BYTES = 16 << 20;

  @Override
  public Plan plan() throws IOException, JobException {
    List<InputFile> files;
    try {
      files = input.list();
    } catch (NoSuchFileException e) {
      throw notFound("does not exist: check the path and the volume");
    }
    // In every format that is read, whoever is given some bytes knows which records are theirs.
    Plan plan = spec.splits().plan(files, Division.BETWEEN_LINES);
    if (plan.splits().isEmpty()) {
      throw notFound(
          "holds no data (%d files, names that begin with . or _ not counted): check the path"
              .formatted(files.size()));
    }
    return plan;
  }

  private JobException notFound(String what) {
    return JobException.correct("InputNotFound", source.uri() + " " + what);
  }

  @Override
  public SplitRows open(Plan plan, Split split, Signature model) throws IOException {
    FileFormat format =
        switch (source.type()) {
          case CSV -> FileFormat.CSV;
          case JSON_LINES -> FileFormat.JSON_LINES;
          case PARQUET -> FileFormat.PARQUET;
        };
    return new SplitRows(
        input,
        plan,
        split,
        new SplitRows.Settings(format, model, source.key(), spec.rowsPerCall(), MAX_LINE_BYTES));
  }

  /** What was written over while it was read may be rows of two versions of a file. */
  @Override
  public void requireUnchanged(Plan plan, Split split) throws IOException {
    Set<String> read = split.slices().stream().map(Slice::file).collect(Collectors.toSet());
    for (InputFile file : plan.files()) {
      if (read.contains(file.name())) {
        input.open(file, file.bytes()).close();
      }
    }
  }
}
