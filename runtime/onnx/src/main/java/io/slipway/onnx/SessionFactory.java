package io.slipway.onnx;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.slipway.scoring.ExecutionProvider;
import io.slipway.scoring.LoadOptions;
import java.nio.file.Path;
import java.util.Set;

/** Where sessions come from: the seam at which tests take the place of hardware. */
interface SessionFactory {

  /** The providers built into the native library; whether their hardware is there is not known. */
  Set<ExecutionProvider> providers();

  String libraryVersion();

  /**
   * Opens a session in which every node runs on the provider asked for.
   *
   * @throws ProviderException if the provider itself cannot start
   * @throws OrtException if the model cannot be loaded, or not wholly on that provider
   */
  OrtSession open(Path model, LoadOptions options) throws OrtException, ProviderException;

  /** A provider that does not start: no device, no driver, a library missing. */
  final class ProviderException extends Exception {
    private static final long serialVersionUID = 1;

    ProviderException(OrtException cause) {
      super(cause.getMessage(), cause);
    }
  }
}
