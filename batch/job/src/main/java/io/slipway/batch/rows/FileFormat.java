package io.slipway.batch.rows;

import io.slipway.batch.input.Input;
import io.slipway.batch.input.Line;
import io.slipway.batch.input.SplitLines;
import io.slipway.batch.plan.InputFile;
import io.slipway.batch.plan.Plan;
import io.slipway.batch.plan.Slice;
import io.slipway.batch.plan.Split;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** What files hold. */
public enum FileFormat {
  /** A JSON object a line. */
  JSON_LINES {
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
  };

  /**
   * How a file's lines say rows.
   *
   * @throws IOException if the file cannot be read, or does not say it
   */
  abstract LineFormat lines(Input input, InputFile file, int maxLineBytes) throws IOException;

  /** False for a line that is about the rows. */
  abstract boolean isRow(Line line);
}
