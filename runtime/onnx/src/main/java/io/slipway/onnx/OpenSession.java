package io.slipway.onnx;

import ai.onnxruntime.OrtSession;
import io.slipway.scoring.ExecutionProvider;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A session and what all its runs share.
 *
 * @param pinnable names of the outputs that the library may write into memory of ours: tensors
 *     whose shape follows from the inputs' shapes, as far as has been seen
 */
record OpenSession(
    OrtSession session,
    SessionSignature description,
    ScratchBuffers buffers,
    TensorGraphs graphs,
    InterruptWatcher watcher,
    Set<String> pinnable)
    implements AutoCloseable {

  static OpenSession of(
      OrtSession session, SessionSignature description, ExecutionProvider provider) {
    Set<String> pinnable = ConcurrentHashMap.newKeySet();
    // From a GPU the library copies by size and would not notice another shape.
    if (provider == ExecutionProvider.CPU) {
      for (Output output : description.outputs()) {
        // An input handed through is not written anywhere: the answer is the input's own memory.
        if (output instanceof Output.Tensor tensor
            && NativeArray.isFor(tensor.field().type())
            && description.signature().input(output.name()).isEmpty()) {
          pinnable.add(output.name());
        }
      }
    }
    return new OpenSession(
        session,
        description,
        new ScratchBuffers(),
        new TensorGraphs(),
        new InterruptWatcher(),
        pinnable);
  }

  @Override
  public void close() {
    try (Owned owned = new Owned()) {
      owned.own(session);
      owned.own(graphs);
      owned.own(watcher);
    }
  }
}
