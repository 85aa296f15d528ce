package io.slipway.tabular;

import io.slipway.onnx.file.OnnxRecogniser;
import io.slipway.scoring.DeepStack;
import io.slipway.scoring.Engine;
import io.slipway.scoring.Engines;
import io.slipway.scoring.ExecutionProvider;
import io.slipway.scoring.FormCompiler;
import io.slipway.scoring.LoadOptions;
import io.slipway.scoring.Model;
import io.slipway.scoring.ModelFormat;
import io.slipway.scoring.ModelLoadException;
import io.slipway.scoring.ModelLoadException.Reason;
import io.slipway.scoring.PmmlContent;
import io.slipway.tabular.compiled.CompiledForms;
import io.slipway.tabular.model.TabularModel;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/** Loads what of PMML and ONNX it knows, and says by place and name what it does not. Stateless. */
public final class TabularEngine implements Engine {
  private static final DeepStack LOADING =
      new DeepStack(TabularModel.ENGINE, "document", TabularEngine::unforeseen);

  @Override
  public String name() {
    return TabularModel.ENGINE;
  }

  @Override
  public Set<ModelFormat> formats() {
    return Set.of(ModelFormat.PMML, ModelFormat.ONNX);
  }

  @Override
  public Coverage coverage() {
    return Coverage.PART;
  }

  @Override
  public Optional<FormCompiler> compiler() {
    return Optional.of(new CompiledForms());
  }

  @Override
  public Optional<ModelFormat> recognise(byte[] head) {
    return PmmlContent.of(head)
        .map(content -> ModelFormat.PMML)
        .or(
            () ->
                OnnxRecogniser.recognises(head) ? Optional.of(ModelFormat.ONNX) : Optional.empty());
  }

  /**
   * {@inheritDoc}
   *
   * <p>Interrupting the calling thread ends loading with {@link Reason#LOAD_TIMEOUT}.
   */
  @Override
  public Model load(Path file, LoadOptions options) throws ModelLoadException {
    if (isOnnx(file)) {
      if (options.executionProvider() != ExecutionProvider.CPU) {
        throw new ModelLoadException(
            Reason.MODEL_UNSUPPORTED, options.executionProvider() + " is asked for");
      }
      return LOADING.call(() -> OnnxReader.read(file));
    }
    PmmlContent.requireCpu(options);
    return LOADING.call(() -> PmmlReader.read(file));
  }

  private static boolean isOnnx(Path file) throws ModelLoadException {
    try (InputStream in = Files.newInputStream(file)) {
      return OnnxRecogniser.recognises(in.readNBytes(Engines.HEAD_BYTES));
    } catch (IOException e) {
      throw new ModelLoadException(Reason.MODEL_INVALID, "the model file cannot be read", e);
    }
  }

  private static ModelLoadException unforeseen(Throwable cause) {
    return new ModelLoadException(
        Reason.MODEL_UNSUPPORTED,
        "the document leads to where nobody has looked: " + cause.getClass().getSimpleName(),
        cause);
  }
}
