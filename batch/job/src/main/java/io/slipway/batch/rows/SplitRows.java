package io.slipway.batch.rows;

import io.slipway.batch.input.Input;
import io.slipway.batch.input.Line;
import io.slipway.batch.input.Lines;
import io.slipway.batch.plan.InputFile;
import io.slipway.batch.plan.Plan;
import io.slipway.batch.plan.Split;
import io.slipway.scoring.Signature;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The rows of a split, many at a time. For one thread.
 *
 * <p>Where rows are cut into batches depends on the plan and these settings alone, so a second
 * attempt at the split gives the model the very same calls.
 */
public final class SplitRows implements Closeable {
  /** Lines are read together up to so many bytes, so that long ones do not fill the memory. */
  private static final long MOST_BYTES = 8 << 20;

  private final Input input;
  private final Plan plan;
  private final Settings settings;
  private final Lines lines;
  private Optional<OpenFile> open = Optional.empty();
  private Optional<Line> ahead;
  private long bytesRead;

  /**
   * How rows are read.
   *
   * @param format of all files
   * @param model whose rows they are
   * @param key of the rows
   * @param rowsAtOnce how many lines are decoded together, 1 or more
   * @param maxLineBytes how long a line may be
   */
  public record Settings(
      FileFormat format, Signature model, RowKey key, int rowsAtOnce, int maxLineBytes) {}

  /** The file that is being read. */
  private record OpenFile(String name, LineDecoder decoder) {}

  /**
   * @throws IOException if the input cannot be read
   */
  public SplitRows(Input input, Plan plan, Split split, Settings settings) throws IOException {
    this.input = input;
    this.plan = plan;
    this.settings = settings;
    this.lines = settings.format().open(input, plan, split, settings);
    this.ahead = nextRow();
  }

  /**
   * The next rows, all of one file; empty after the last.
   *
   * @throws UnreadableFileException if no row of a file can ever be read
   * @throws IOException if the input cannot be
   */
  public Optional<DecodedLines> next() throws IOException {
    if (ahead.isEmpty()) {
      return Optional.empty();
    }
    String file = ahead.get().file();
    List<Line> together = new ArrayList<>();
    long bytes = 0;
    while (ahead.isPresent()
        && ahead.get().file().equals(file)
        && together.size() < settings.rowsAtOnce()
        && bytes < MOST_BYTES) {
      together.add(ahead.get());
      bytes += ahead.get().bytes().length;
      ahead = nextRow();
    }
    return Optional.of(decoder(file).decode(together));
  }

  private Optional<Line> nextRow() throws IOException {
    Optional<Line> line = lines.next();
    while (line.isPresent() && !settings.format().isRow(line.get())) {
      line = lines.next();
    }
    bytesRead += line.map(one -> one.length() + 1).orElse(0L);
    return line;
  }

  /** About how many bytes of the split were read so far. */
  public long bytesRead() {
    return bytesRead;
  }

  private LineDecoder decoder(String name) throws IOException {
    if (open.isEmpty() || !open.get().name().equals(name)) {
      InputFile file =
          plan.files().stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
      LineFormat format = settings.format().lines(input, file, settings.maxLineBytes());
      try {
        open =
            Optional.of(
                new OpenFile(name, new LineDecoder(settings.model(), settings.key(), format)));
      } catch (IllegalArgumentException e) {
        throw new UnreadableFileException(name, String.valueOf(e.getMessage()));
      }
    }
    return open.get().decoder();
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
