package io.slipway.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.slipway.scoring.Batch;
import io.slipway.scoring.Column;
import io.slipway.scoring.ScoringException;
import io.slipway.scoring.Shape;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What runs of inputs of one set of shapes need, made once for all of them: tensors over memory of
 * ours for the inputs and, from the second run on, for the outputs. Making those costs more than
 * scoring a row with a small model. Of one thread at a time.
 */
final class Frame implements AutoCloseable {
  private final OpenSession session;
  private final Owned owned = new Owned();
  private final Owned ofRun = new Owned();
  private final InterruptWatcher.Run run;
  private final List<ByteBuffer> borrowed = new ArrayList<>();
  private final List<Input> inputs = new ArrayList<>();
  private final List<FrameOutput> outputs = new ArrayList<>();
  private final Map<String, OnnxTensor> tensors = new LinkedHashMap<>();
  private final Map<String, OnnxTensor> pinned = new LinkedHashMap<>();
  private final Set<String> requested = new LinkedHashSet<>();
  private long bytes;
  private boolean sound = true;

  private record Input(String name, Shape shape, InputTensor tensor) {}

  /**
   * @param batch whose shapes the frame is for
   */
  Frame(OpenSession session, Batch batch) throws OrtException {
    this.session = session;
    this.run = owned.own(session.watcher().watched());
    for (Output output : session.description().outputs()) {
      outputs.add(new FrameOutput(output));
      requested.add(output.name());
    }
    try {
      for (Column column : batch.columns()) {
        ByteBuffer memory = take(InputTensor.bytes(column));
        InputTensor tensor = InputTensor.of(column, memory, session.graphs(), owned);
        inputs.add(new Input(column.name(), column.shape(), tensor));
      }
    } catch (OrtException | RuntimeException e) {
      close();
      throw e;
    }
  }

  /** How much memory its tensors have. */
  long bytes() {
    return bytes;
  }

  /** True if it can score another batch: nothing went wrong, and no run was told to end. */
  boolean isSound() {
    return sound && !run.wasEnded();
  }

  /** True if the frame was made for inputs of these shapes. May be asked by any thread. */
  boolean fits(Batch batch) {
    for (Input input : inputs) {
      if (!batch.column(input.name()).orElseThrow().shape().equals(input.shape())) {
        return false;
      }
    }
    return true;
  }

  /** Scores a batch that it fits. */
  Batch score(Batch batch) throws OrtException, ScoringException {
    sound = false;
    run.begin();
    try (ofRun) {
      for (Input input : inputs) {
        Column column = batch.column(input.name()).orElseThrow();
        tensors.put(input.name(), input.tensor().of(column, ofRun));
      }
      pin();
      Batch answer = pinned.isEmpty() ? run() : runPinned();
      sound = true;
      return answer;
    } finally {
      run.end();
    }
  }

  private Batch run() throws OrtException, ScoringException {
    try (OrtSession.Result result =
        session.session().run(tensors, requested, pinned, run.options())) {
      List<Column> columns = new ArrayList<>(outputs.size());
      for (FrameOutput output : outputs) {
        output.addTo(columns, result);
      }
      return Batch.of(columns);
    }
  }

  /**
   * A run that fails may have found an output of another shape than before, by the values of its
   * inputs alone. Only the library knows, so it is asked again with no memory given to it.
   */
  private Batch runPinned() throws OrtException, ScoringException {
    try {
      return run();
    } catch (OrtException e) {
      if (Thread.currentThread().isInterrupted()) {
        throw e;
      }
      Map<FrameOutput, Optional<Shape>> before = new LinkedHashMap<>();
      for (FrameOutput output : outputs) {
        before.put(output, output.pinnedShape());
        output.unpin();
        requested.add(output.name());
      }
      pinned.clear();
      Batch answer = run();
      before.forEach(
          (output, shape) -> {
            if (shape.isPresent() && !shape.equals(output.seen())) {
              session.pinnable().remove(output.name());
            }
          });
      return answer;
    }
  }

  private void pin() throws OrtException {
    for (FrameOutput output : outputs) {
      if (output.isUnpinned() && session.pinnable().contains(output.name())) {
        int size = output.bytes();
        if (size > 0) {
          Shape shape = output.seen().orElseThrow();
          NativeArray array = owned.own(new NativeArray(output.type(), shape, take(size)));
          output.pin(array);
          pinned.put(output.name(), array.tensor());
          requested.remove(output.name());
        }
      }
    }
  }

  private ByteBuffer take(int size) {
    ByteBuffer buffer = session.buffers().take(size);
    borrowed.add(buffer);
    bytes += buffer.capacity();
    return buffer;
  }

  @Override
  public void close() {
    owned.close();
    // Not reached where a tensor stays open: it may still read its buffer, which is then lost.
    borrowed.forEach(session.buffers()::giveBack);
  }
}
