package io.slipway.batch.rows;

import io.slipway.batch.input.Line;
import io.slipway.batch.scoring.KeyedRows;
import io.slipway.batch.scoring.RowError;
import io.slipway.scoring.Batch;
import io.slipway.scoring.Column;
import io.slipway.scoring.Signature;
import io.slipway.server.protocol.PredictCodec;
import io.slipway.server.protocol.RequestException;
import io.slipway.server.protocol.ScoringRequest;
import io.slipway.server.protocol.UnknownFields;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads many lines as one request of the pod's, which is quick; where that is refused, halves, down
 * to the lines at fault. A line that does not stand for itself never comes into a request, so that
 * what is beside it means the same with and without it.
 *
 * <p>Columns that the model does not have are ignored. Immutable.
 */
public final class LineDecoder {
  private final RowKey key;
  private final LineFormat format;
  private final Signature model;
  private final PredictCodec rows;

  /** Reads the key alone, of lines that say no row. */
  private final PredictCodec keys;

  /**
   * @throws IllegalArgumentException if no line can ever be read: the key is an input of the model
   *     of another type, or a header lacks a column that the model needs
   */
  public LineDecoder(Signature model, RowKey key, LineFormat format) {
    this.key = key;
    this.format = format;
    this.model = model;
    this.rows = new PredictCodec(key.beside(model), Integer.MAX_VALUE);
    this.keys =
        new PredictCodec(key.beside(new Signature(List.of(), List.of())), Integer.MAX_VALUE);
    try {
      request(rows, List.of());
    } catch (RequestException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /** Rows and errors of lines, both in their order. */
  public DecodedLines decode(List<Line> lines) {
    List<KeyedRows> pieces = new ArrayList<>();
    IdentityHashMap<Line, RowError> errors = new IdentityHashMap<>();
    List<Line> whole = new ArrayList<>(lines.size());
    for (Line line : lines) {
      if (!line.isWhole()) {
        errors.put(
            line,
            unreadable(
                line,
                "expected a line of at most %d bytes, found %d"
                    .formatted(line.bytes().length, line.length())));
      } else if (!format.isOneRow(line)) {
        errors.put(line, unreadable(line, "expected " + format.row() + ", found something else"));
      } else {
        whole.add(line);
      }
    }
    decode(whole, pieces, errors);
    return new DecodedLines(
        pieces, lines.stream().flatMap(line -> Stream.ofNullable(errors.get(line))).toList());
  }

  private void decode(
      List<Line> lines, List<KeyedRows> pieces, IdentityHashMap<Line, RowError> errors) {
    if (lines.isEmpty()) {
      return;
    }
    Optional<RowError> refusal = read(lines, pieces);
    if (refusal.isPresent() && lines.size() == 1) {
      errors.put(lines.getFirst(), refusal.get());
    } else if (refusal.isPresent()) {
      int middle = lines.size() / 2;
      decode(lines.subList(0, middle), pieces, errors);
      decode(lines.subList(middle, lines.size()), pieces, errors);
    }
  }

  /** Reads all lines or none; what is said then is true of the first if it is the only one. */
  private Optional<RowError> read(List<Line> lines, List<KeyedRows> pieces) {
    Line first = lines.getFirst();
    try {
      KeyedRows read = keyed(request(rows, lines).inputs());
      Optional<String> fault =
          read.keys().stream().flatMap(text -> key.fault(text).stream()).findFirst();
      if (fault.isEmpty()) {
        pieces.add(read);
      }
      return fault.map(why -> unreadable(first, why));
    } catch (RequestException e) {
      return Optional.of(error(first, e.getMessage()));
    }
  }

  private static RowError unreadable(Line line, String why) {
    return new RowError(Optional.empty(), Optional.empty(), line.place() + ": " + why);
  }

  private ScoringRequest request(PredictCodec codec, List<Line> lines) throws RequestException {
    return codec.decode(
        format.request(lines), format.form(), PredictCodec.Form.RECORDS, UnknownFields.IGNORE);
  }

  private KeyedRows keyed(Batch read) {
    List<String> keys = key.texts(read.column(key.column()).orElseThrow());
    List<Column> inputs =
        read.columns().stream().filter(column -> model.input(column.name()).isPresent()).toList();
    return new KeyedRows(keys, inputs.isEmpty() ? nothing(keys.size()) : Batch.of(inputs));
  }

  /**
   * Rows that have no input of the model at all, which it may allow. Without a column nobody could
   * tell how many they are, so one says that it is missing, as in the pod's requests.
   */
  private Batch nothing(int rows) {
    return Batch.of(
        model.inputs().stream()
            .filter(field -> field.shape().rank() == 1)
            .limit(1)
            .map(field -> Column.ofMissing(field.name(), field.type(), rows))
            .toList());
  }

  private RowError error(Line line, String why) {
    String begin = format.firstRow();
    String reason = why.startsWith(begin) ? why.substring(begin.length()) : ": " + why;
    return new RowError(keyOf(line), Optional.empty(), line.place() + reason);
  }

  private Optional<String> keyOf(Line line) {
    try {
      ScoringRequest read = request(keys, List.of(line));
      return key.texts(read.inputs().column(key.column()).orElseThrow()).stream()
          .findFirst()
          .filter(text -> key.fault(text).isEmpty());
    } catch (RequestException e) {
      return Optional.empty();
    }
  }
}
