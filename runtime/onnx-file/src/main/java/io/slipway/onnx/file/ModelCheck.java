package io.slipway.onnx.file;

import io.slipway.scoring.ModelLoadException;
import java.nio.file.Path;

/**
 * All that is checked of a file before native code opens it: what could make the native loader read
 * outside the model's folder, take all memory, or overflow its stack, and what it would refuse with
 * a sentence that does not say what to do. It is no validator: the runtime's own checks follow.
 */
public final class ModelCheck {
  private ModelCheck() {}

  /**
   * @param file where the model is: external data has to be in its folder
   * @param memoryBytes what the process may use at most
   * @throws ModelLoadException with the first thing found wrong
   */
  public static void check(ModelProto model, Path file, long memoryBytes)
      throws ModelLoadException {
    VersionCheck.check(model);
    if (model.graph().outputs().isEmpty()) {
      throw Refusals.invalid("the graph has no outputs");
    }
    FunctionCheck.check(model);
    OperatorCheck.check(model);
    TensorCheck.check(model, file, memoryBytes);
    TreeEnsembleProto.check(model);
    MemoryCheck.check(model.graph(), memoryBytes);
  }
}
