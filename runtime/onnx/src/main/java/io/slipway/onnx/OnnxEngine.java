package io.slipway.onnx;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.sun.management.OperatingSystemMXBean;
import io.slipway.onnx.file.ModelCheck;
import io.slipway.onnx.file.ModelProto;
import io.slipway.onnx.file.ModelReader;
import io.slipway.onnx.file.OnnxRecogniser;
import io.slipway.scoring.Engine;
import io.slipway.scoring.EngineInfo;
import io.slipway.scoring.ExecutionProvider;
import io.slipway.scoring.LoadOptions;
import io.slipway.scoring.Model;
import io.slipway.scoring.ModelFormat;
import io.slipway.scoring.ModelLoadException;
import io.slipway.scoring.ModelLoadException.Reason;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * Scores ONNX models with ONNX Runtime, on the CPU or, with the GPU build of the library on the
 * class path, on CUDA. Loading the class loads no native code; loading a model does.
 */
public final class OnnxEngine implements Engine {
  static final String NAME = "onnxruntime";

  /** More of them order no more work than a GPU takes, and each has its own memory there. */
  private static final int GPU_THREADS = 4;

  private final SessionFactory sessions;
  private final long memoryBytes;

  /** As {@link java.util.ServiceLoader} wants it. */
  public OnnxEngine() {
    this(new OrtSessionFactory(), usableMemory());
  }

  OnnxEngine(SessionFactory sessions, long memoryBytes) {
    this.sessions = sessions;
    this.memoryBytes = memoryBytes;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Set<ModelFormat> formats() {
    return Set.of(ModelFormat.ONNX);
  }

  @Override
  public Optional<ModelFormat> recognise(byte[] head) {
    return OnnxRecogniser.recognises(head) ? Optional.of(ModelFormat.ONNX) : Optional.empty();
  }

  @Override
  public Model load(Path file, LoadOptions options) throws ModelLoadException {
    ModelProto proto = read(file);
    ModelCheck.check(proto, file, memoryBytes);
    OrtSession session = ProviderSelection.open(sessions, file, options);
    try {
      Model model =
          new OnnxModel(
              session,
              SessionSignature.of(session, proto.graph()),
              new EngineInfo(NAME, sessions.libraryVersion(), options.executionProvider()));
      return options.executionProvider() == ExecutionProvider.CUDA
          ? new FewThreadsModel(model, GPU_THREADS)
          : model;
    } catch (OrtException e) {
      closeAfter(e, session);
      throw OrtErrors.loadFailed(e, file);
    } catch (ModelLoadException | RuntimeException e) {
      closeAfter(e, session);
      throw e;
    }
  }

  private static ModelProto read(Path file) throws ModelLoadException {
    try {
      return ModelReader.read(file);
    } catch (IOException e) {
      throw new ModelLoadException(Reason.MODEL_INVALID, "the model file cannot be read", e);
    }
  }

  private static void closeAfter(Exception cause, OrtSession session) {
    try {
      session.close();
    } catch (OrtException e) {
      cause.addSuppressed(e);
    }
  }

  /** Three quarters of the container's (else the machine's) memory: the heap needs the rest. */
  private static long usableMemory() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize()
        / 4
        * 3;
  }
}
