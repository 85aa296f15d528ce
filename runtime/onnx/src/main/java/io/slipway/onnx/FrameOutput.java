package io.slipway.onnx;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.slipway.scoring.Column;
import io.slipway.scoring.DataType;
import io.slipway.scoring.ScoringException;
import io.slipway.scoring.Shape;
import java.util.List;
import java.util.Optional;

/**
 * An output of the runs of one frame: memory of the library's in the first, and from then on memory
 * of ours in the shape that the output had, where it is a tensor of which that is known to work.
 */
final class FrameOutput {
  private static final int LARGEST_PINNED = 1 << 20;

  private final Output output;
  private Optional<Shape> seen = Optional.empty();
  private Optional<NativeArray> pinned = Optional.empty();

  FrameOutput(Output output) {
    this.output = output;
  }

  String name() {
    return output.name();
  }

  /** The shape of the memory that it has. */
  Optional<Shape> pinnedShape() {
    return pinned.flatMap(array -> seen);
  }

  /** True if it has been seen and has no memory yet. */
  boolean isUnpinned() {
    return pinned.isEmpty() && seen.isPresent();
  }

  /** How large the memory would be that it should have; 0 where it would be too large. */
  int bytes() {
    long elements = seen.orElseThrow().elements();
    int width = NativeArray.width(type());
    return elements <= LARGEST_PINNED / width ? (int) elements * width : 0;
  }

  void pin(NativeArray array) {
    pinned = Optional.of(array);
  }

  void unpin() {
    pinned = Optional.empty();
    seen = Optional.empty();
  }

  DataType type() {
    return output.fields().get(0).type();
  }

  Optional<Shape> seen() {
    return seen;
  }

  void addTo(List<Column> columns, OrtSession.Result result) throws OrtException, ScoringException {
    if (pinned.isPresent()) {
      columns.add(Column.of(name(), type(), seen.orElseThrow(), pinned.get().read()));
      return;
    }
    List<Column> read =
        output.columns(
            result.get(name()).orElseThrow(() -> new IllegalStateException("no output " + name())));
    columns.addAll(read);
    seen = read.stream().findFirst().map(Column::shape);
  }
}
