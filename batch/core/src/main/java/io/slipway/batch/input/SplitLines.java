package io.slipway.batch.input;

import io.slipway.batch.plan.InputFile;
import io.slipway.batch.plan.Plan;
import io.slipway.batch.plan.Slice;
import io.slipway.batch.plan.Split;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The lines of a split: all that begin in one of its slices, also where they end beyond it. Over
 * all splits of a plan each line of each file comes exactly once. Lines end with LF or CRLF; a byte
 * order mark at the beginning of a file is left out; empty lines are no records and do not come.
 *
 * <p>For one thread.
 */
public final class SplitLines implements Lines {
  private static final int BUFFER = 1 << 16;
  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private final Input input;
  private final Map<String, InputFile> files;
  private final Queue<Slice> slices;
  private final int maxLineBytes;
  private final byte[] buffer = new byte[BUFFER];
  private byte[] text = new byte[256];
  private Optional<Slice> slice = Optional.empty();
  private InputStream in = InputStream.nullInputStream();
  private int next;
  private int filled;

  /** The offset in the file of what {@link #next} points to. */
  private long at;

  /**
   * @param maxLineBytes what is kept of a line at most
   */
  public SplitLines(Input input, Plan plan, Split split, int maxLineBytes) {
    this.input = input;
    this.files =
        plan.files().stream().collect(Collectors.toMap(InputFile::name, Function.identity()));
    this.slices = new ArrayDeque<>(split.slices());
    this.maxLineBytes = maxLineBytes;
  }

  @Override
  public Optional<Line> next() throws IOException {
    while (true) {
      if (slice.isEmpty() && !openNext()) {
        return Optional.empty();
      }
      Slice current = slice.orElseThrow();
      if (at >= current.to()) {
        slice = Optional.empty();
        continue;
      }
      Line line = read(file(current));
      if (line.length() > 0) {
        return Optional.of(line);
      }
    }
  }

  private boolean openNext() throws IOException {
    in.close();
    in = InputStream.nullInputStream();
    Slice opened = slices.poll();
    if (opened == null) {
      return false;
    }
    // A line begins at `from` only if the byte before it ends one.
    long from = Math.max(0, opened.from() - 1);
    in = input.open(file(opened), from);
    next = 0;
    filled = 0;
    at = from;
    if (opened.from() > 0) {
      skipLine();
    }
    slice = Optional.of(opened);
    return true;
  }

  private InputFile file(Slice of) {
    return Optional.ofNullable(files.get(of.file())).orElseThrow();
  }

  private void skipLine() throws IOException {
    while (next < filled || fill()) {
      at++;
      if (buffer[next++] == '\n') {
        return;
      }
    }
  }

  private Line read(InputFile file) throws IOException {
    long from = at;
    int kept = 0;
    boolean ended = false;
    while (!ended && (next < filled || fill())) {
      int end = next;
      while (end < filled && buffer[end] != '\n') {
        end++;
      }
      int count = end - next;
      int room = Math.min(count, maxLineBytes + 1 - kept);
      if (room > 0) {
        keep(kept, room);
        kept += room;
      }
      at += count;
      next = end;
      if (end < filled) {
        ended = true;
        next++;
        at++;
      }
    }
    if (!ended && at < file.bytes()) {
      throw new InputChangedException(
          file.name(),
          "it had %d bytes, and was cut off at %d while it was read".formatted(file.bytes(), at));
    }
    long length = at - from - (ended ? 1 : 0);
    if (length == kept && kept > 0 && text[kept - 1] == '\r') {
      kept--;
      length--;
    }
    int begin = from == 0 && kept >= 3 && Arrays.equals(text, 0, 3, BYTE_ORDER_MARK, 0, 3) ? 3 : 0;
    byte[] bytes = Arrays.copyOfRange(text, begin, Math.max(begin, Math.min(kept, maxLineBytes)));
    return new Line(file.name(), from, bytes, length - begin);
  }

  private void keep(int kept, int count) {
    if (kept + count > text.length) {
      text = Arrays.copyOf(text, Math.max(kept + count, text.length * 2));
    }
    System.arraycopy(buffer, next, text, kept, count);
  }

  private boolean fill() throws IOException {
    next = 0;
    filled = Math.max(0, in.read(buffer));
    return filled > 0;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
