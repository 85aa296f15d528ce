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
import java.util.function.ToLongFunction;

/**
 * The rows of a split, many at a time. For one thread.
 *
 * <p>Where rows are cut into batches depends on the plan and these settings alone, so a second
 * attempt at the split gives the model the very same calls.
 */
public final class SplitRows implements Closeable {
  /** Lines are read together up to so many bytes, so that long ones do not fill the memory. */
  private static final long MOST_BYTES = 8 << 20;

  private final Settings settings;
  private final Lines lines;
  private final Formats formats;
  private final ToLongFunction<Line> measure;
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

  /** How the lines of a file say rows. */
  private interface Formats {
    LineFormat of(String file) throws IOException;
  }

  /** The file that is being read. */
  private record OpenFile(String name, LineDecoder decoder) {}

  /**
   * @throws IOException if the input cannot be read
   */
  public SplitRows(Input input, Plan plan, Split split, Settings settings) throws IOException {
    this(
        settings.format().open(input, plan, split, settings),
        file -> settings.format().lines(input, file(plan, file), settings.maxLineBytes()),
        line -> line.length() + 1,
        settings);
  }

  private SplitRows(Lines lines, Formats formats, ToLongFunction<Line> measure, Settings settings)
      throws IOException {
    this.lines = lines;
    this.formats = formats;
    this.measure = measure;
    this.settings = settings;
    this.ahead = nextRow();
  }

  /**
   * Rows that are in no file, each an object of JSON. A plan counts them in place of bytes.
   *
   * @param lines closed with this
   */
  public static SplitRows ofRecords(Lines lines, Signature model, RowKey key, int rowsAtOnce)
      throws IOException {
    return new SplitRows(
        lines,
        file -> new LineFormat.JsonLines(),
        line -> 1,
        new Settings(FileFormat.JSON_LINES, model, key, rowsAtOnce, Integer.MAX_VALUE));
  }

  private static InputFile file(Plan plan, String name) {
    return plan.files().stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
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
    bytesRead += line.map(measure::applyAsLong).orElse(0L);
    return line;
  }

  /** About how many bytes of the split were read so far, or rows, as its plan counts. */
  public long bytesRead() {
    return bytesRead;
  }

  private LineDecoder decoder(String name) throws IOException {
    if (open.isEmpty() || !open.get().name().equals(name)) {
      LineFormat format = formats.of(name);
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
