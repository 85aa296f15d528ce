package io.slipway.tabular;

import io.slipway.onnx.file.ModelCheck;
import io.slipway.onnx.file.ModelProto;
import io.slipway.onnx.file.ModelReader;
import io.slipway.scoring.ModelLoadException;
import io.slipway.scoring.ModelLoadException.Reason;
import io.slipway.tabular.model.TensorModel;
import io.slipway.tabular.onnx.OnnxLowering;
import java.io.IOException;
import java.nio.file.Path;

/** From an ONNX file to a model. */
public final class OnnxReader {
  private OnnxReader() {}

  public static TensorModel read(Path file) throws ModelLoadException {
    try {
      ModelProto model = ModelReader.read(file);
      // What the other engine would not take must not depend on which of them is asked.
      ModelCheck.check(model, file, Runtime.getRuntime().maxMemory());
      return OnnxLowering.lower(model);
    } catch (IOException e) {
      throw new ModelLoadException(Reason.MODEL_INVALID, "the model file cannot be read", e);
    }
  }
}
