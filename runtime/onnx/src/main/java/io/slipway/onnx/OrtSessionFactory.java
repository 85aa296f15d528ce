package io.slipway.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.providers.OrtCUDAProviderOptions;
import io.slipway.scoring.ExecutionProvider;
import io.slipway.scoring.LoadOptions;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;

/**
 * Sessions of the ONNX Runtime on the class path.
 *
 * <p>One scoring call uses as many threads as it is told and no more: the parallel work of a pod is
 * its requests, and a pool that spins between them takes the CPU from its neighbours. Keys are
 * those of onnxruntime_session_options_config_keys.h.
 */
final class OrtSessionFactory implements SessionFactory {
  /**
   * Results of constant nodes above this size are computed when scoring, not kept when loading: one
   * that the model asks for by mistake or malice then costs no more than its place in the graph.
   */
  private static final long MAX_FOLDED_BYTES = 64L << 20;

  @Override
  public Set<ExecutionProvider> providers() {
    Set<ExecutionProvider> providers = EnumSet.noneOf(ExecutionProvider.class);
    Set<OrtProvider> builtIn = OrtEnvironment.getAvailableProviders();
    if (builtIn.contains(OrtProvider.CPU)) {
      providers.add(ExecutionProvider.CPU);
    }
    if (builtIn.contains(OrtProvider.CUDA)) {
      providers.add(ExecutionProvider.CUDA);
    }
    return providers;
  }

  @Override
  public String libraryVersion() {
    return OrtEnvironment.getEnvironment().getVersion();
  }

  @Override
  public OrtSession open(Path model, LoadOptions options) throws OrtException, ProviderException {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (SessionOptions session = common(options.intraOpThreads())) {
      if (options.executionProvider() == ExecutionProvider.CUDA) {
        addCuda(session);
      }
      return environment.createSession(model.toString(), session);
    }
  }

  static SessionOptions common(int intraOpThreads) throws OrtException {
    SessionOptions session = new SessionOptions();
    session.setIntraOpNumThreads(intraOpThreads);
    session.setInterOpNumThreads(1);
    session.setExecutionMode(SessionOptions.ExecutionMode.SEQUENTIAL);
    session.addConfigEntry("session.intra_op.allow_spinning", "0");
    session.addConfigEntry("session.inter_op.allow_spinning", "0");
    session.addConfigEntry(
        "optimization.constant_folding_max_output_size_in_bytes", Long.toString(MAX_FOLDED_BYTES));
    // What goes wrong is thrown; the library's own lines on stderr would repeat it with host paths.
    session.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
    return session;
  }

  private static void addCuda(SessionOptions session) throws OrtException, ProviderException {
    // The library runs nodes that have no CUDA kernel on the CPU, down to all of them, and says so
    // only in its log. With this a session that opens is one that runs on the GPU.
    session.addConfigEntry("session.disable_cpu_ep_fallback", "1");
    try (OrtCUDAProviderOptions cuda = new OrtCUDAProviderOptions()) {
      // By default products of matrices are rounded to ten bits of mantissa (TF32), except those of
      // a single row: the same row was answered otherwise among others than alone, and otherwise
      // than on the CPU, from the third digit on.
      cuda.add("use_tf32", "0");
      session.addCUDA(cuda);
    } catch (OrtException e) {
      throw new ProviderException(e);
    }
  }
}
