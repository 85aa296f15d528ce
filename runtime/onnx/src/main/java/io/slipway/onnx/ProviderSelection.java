package io.slipway.onnx;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.slipway.onnx.SessionFactory.ProviderException;
import io.slipway.scoring.ExecutionProvider;
import io.slipway.scoring.LoadOptions;
import io.slipway.scoring.ModelLoadException;
import io.slipway.scoring.ModelLoadException.Reason;
import java.nio.file.Path;

/** Opens a session on the provider asked for, or says why not; never on another. */
final class ProviderSelection {
  private ProviderSelection() {}

  static OrtSession open(SessionFactory sessions, Path file, LoadOptions options)
      throws ModelLoadException {
    ExecutionProvider provider = options.executionProvider();
    try {
      if (!sessions.providers().contains(provider)) {
        throw unavailable(
            provider
                + " is asked for and this runtime is built without it; use the "
                + (provider == ExecutionProvider.CUDA ? "CUDA image" : "CPU image"));
      }
      return sessions.open(file, options);
    } catch (ProviderException e) {
      throw unavailable(
          provider
              + " is asked for and does not start; check the node's driver and the image's CUDA libraries: "
              + OrtErrors.sentence(e, file));
    } catch (OrtException e) {
      if (provider == ExecutionProvider.CUDA && OrtErrors.isOfProvider(e)) {
        throw unavailable(
            OrtErrors.isCpuFallback(e)
                ? "CUDA is asked for and some of the model's nodes can run on the CPU alone; score it on the CPU, or export it with operators that CUDA has"
                : "CUDA is asked for and cannot be used: " + OrtErrors.sentence(e, file));
      }
      throw OrtErrors.loadFailed(e, file);
    } catch (LinkageError | IllegalStateException e) {
      throw unavailable(
          "ONNX Runtime's native library does not load here; it needs glibc, libstdc++ and a temporary folder it can write to, or -Donnxruntime.native.path");
    }
  }

  private static ModelLoadException unavailable(String message) {
    return new ModelLoadException(Reason.EXECUTION_PROVIDER_UNAVAILABLE, message);
  }
}
