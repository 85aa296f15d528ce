package io.slipway.benchmarks.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import io.slipway.scoring.Column;
import io.slipway.scoring.DataType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a program would write that scores batches of one size with one model and nothing else: one
 * tensor of direct memory for the input and one for each output, made once; a call copies the
 * values in, runs and copies the answers out into arrays that it keeps. It checks nothing and says
 * nothing of what it does.
 */
final class BareLoop implements AutoCloseable {
  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final SessionOptions options = new SessionOptions();
  private final OrtSession session;
  private final Map<String, OnnxTensor> inputs = new LinkedHashMap<>();
  private final Map<String, OnnxTensor> pinned = new LinkedHashMap<>();
  private final ByteBuffer memory;
  private final List<Answer> answers = new ArrayList<>();

  /** An output's memory, and where its values are copied to. */
  private record Answer(ByteBuffer memory, Object values) {
    void read() {
      switch (values) {
        case float[] floats -> memory.asFloatBuffer().get(floats);
        case long[] longs -> memory.asLongBuffer().get(longs);
        default -> throw new IllegalStateException("an output of another type");
      }
    }
  }

  /**
   * @param input of the size that all calls have
   * @param outputs of that size too
   */
  BareLoop(Path model, Column input, Iterable<Column> outputs) throws OrtException {
    options.setIntraOpNumThreads(1);
    options.setInterOpNumThreads(1);
    session = environment.createSession(model.toString(), options);
    memory = direct((long) input.length() * Float.BYTES);
    inputs.put(
        input.name(),
        OnnxTensor.createTensor(environment, memory.asFloatBuffer(), input.shape().toArray()));
    for (Column output : outputs) {
      long[] shape = output.shape().toArray();
      boolean whole = output.type() == DataType.INT64;
      ByteBuffer room = direct((long) output.length() * (whole ? Long.BYTES : Float.BYTES));
      pinned.put(
          output.name(),
          whole
              ? OnnxTensor.createTensor(environment, room.asLongBuffer(), shape)
              : OnnxTensor.createTensor(environment, room.asFloatBuffer(), shape));
      answers.add(new Answer(room, whole ? new long[output.length()] : new float[output.length()]));
    }
  }

  /** The arrays of the outputs, the same in every call. */
  List<Object> score(float[] values) throws OrtException {
    memory.asFloatBuffer().put(values);
    session.run(inputs, Set.of(), pinned).close();
    for (Answer answer : answers) {
      answer.read();
    }
    return answers.stream().map(Answer::values).toList();
  }

  private static ByteBuffer direct(long bytes) {
    return ByteBuffer.allocateDirect((int) bytes).order(ByteOrder.nativeOrder());
  }

  @Override
  public void close() throws OrtException {
    inputs.values().forEach(OnnxTensor::close);
    pinned.values().forEach(OnnxTensor::close);
    session.close();
    options.close();
  }
}
