package io.slipway.batch.rows;

import io.slipway.batch.input.Input;
import io.slipway.batch.input.Line;
import io.slipway.batch.input.Lines;
import io.slipway.batch.input.SplitLines;
import io.slipway.batch.parquet.ParquetLines;
import io.slipway.batch.plan.InputFile;
import io.slipway.batch.plan.Plan;
import io.slipway.batch.plan.Slice;
import io.slipway.batch.plan.Split;
import io.slipway.scoring.Field;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What files hold. */
public enum FileFormat {
  /** A JSON object a line. */
  JSON_LINES {
    @Override
    Lines open(Input input, Plan plan, Split split, SplitRows.Settings settings) {
      return new SplitLines(input, plan, split, settings.maxLineBytes());
    }

    @Override
    LineFormat lines(Input input, InputFile file, int maxLineBytes) {
      return new LineFormat.JsonLines();
    }

    @Override
    boolean isRow(Line line) {
      return true;
    }
  },
  /** A header that names the columns, and rows of one line each. */
  CSV {
    @Override
    Lines open(Input input, Plan plan, Split split, SplitRows.Settings settings) {
      return new SplitLines(input, plan, split, settings.maxLineBytes());
    }

    @Override
    LineFormat lines(Input input, InputFile file, int maxLineBytes) throws IOException {
      Split first = new Split(0, List.of(new Slice(file.name(), 0, file.bytes())));
      Plan plan = new Plan(List.of(file), List.of(first));
      try (SplitLines lines = new SplitLines(input, plan, first, maxLineBytes)) {
        Optional<Line> header = lines.next().filter(line -> line.at() == 0 && line.isWhole());
        if (header.isEmpty()) {
          throw new UnreadableFileException(
              file.name(),
              "expected a header that names the columns in the first line, of at most %d bytes"
                  .formatted(maxLineBytes));
        }
        return new LineFormat.Csv(new String(header.get().bytes(), StandardCharsets.UTF_8));
      }
    }

    @Override
    boolean isRow(Line line) {
      return line.at() > 0;
    }
  },
  /** Columns, in groups of rows. What is not a column of the model is not read. */
  PARQUET {
    @Override
    Lines open(Input input, Plan plan, Split split, SplitRows.Settings settings) {
      RowKey key = settings.key();
      Set<String> columns =
          Stream.concat(
                  settings.model().inputs().stream().map(Field::name), Stream.of(key.column()))
              .collect(Collectors.toSet());
      Set<String> texts = key.type() == RowKey.Type.TEXT ? Set.of(key.column()) : Set.of();
      return new ParquetLines(
          input,
          plan,
          split,
          new ParquetLines.Wanted(columns, texts),
          Path.of(System.getProperty("java.io.tmpdir")));
    }

    @Override
    LineFormat lines(Input input, InputFile file, int maxLineBytes) {
      return new LineFormat.JsonLines();
    }

    @Override
    boolean isRow(Line line) {
      return true;
    }
  };

  /** The rows of a split, a line each. */
  abstract Lines open(Input input, Plan plan, Split split, SplitRows.Settings settings)
      throws IOException;

  /**
   * How a file's lines say rows.
   *
   * @throws IOException if the file cannot be read, or does not say it
   */
  abstract LineFormat lines(Input input, InputFile file, int maxLineBytes) throws IOException;

  /** False for a line that is about the rows. */
  abstract boolean isRow(Line line);
}
