package io.slipway.tabular;

import io.slipway.scoring.DeepStack;
import io.slipway.scoring.Engine;
import io.slipway.scoring.LoadOptions;
import io.slipway.scoring.Model;
import io.slipway.scoring.ModelFormat;
import io.slipway.scoring.ModelLoadException;
import io.slipway.scoring.ModelLoadException.Reason;
import io.slipway.scoring.PmmlContent;
import io.slipway.tabular.model.TabularModel;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/** Loads what of PMML it knows, and says by place and name what it does not. Stateless. */
public final class TabularEngine implements Engine {
  private static final DeepStack LOADING =
      new DeepStack(TabularModel.ENGINE, "document", TabularEngine::unforeseen);

  @Override
  public String name() {
    return TabularModel.ENGINE;
  }

  @Override
  public Set<ModelFormat> formats() {
    return Set.of(ModelFormat.PMML);
  }

  @Override
  public Coverage coverage() {
    return Coverage.PART;
  }

  @Override
  public Optional<ModelFormat> recognise(byte[] head) {
    return PmmlContent.of(head).map(content -> ModelFormat.PMML);
  }

  /**
   * {@inheritDoc}
   *
   * <p>Interrupting the calling thread ends loading with {@link Reason#LOAD_TIMEOUT}.
   */
  @Override
  public Model load(Path file, LoadOptions options) throws ModelLoadException {
    PmmlContent.requireCpu(options);
    return LOADING.call(() -> PmmlReader.read(file));
  }

  private static ModelLoadException unforeseen(Throwable cause) {
    return new ModelLoadException(
        Reason.MODEL_UNSUPPORTED,
        "the document leads to where nobody has looked: " + cause.getClass().getSimpleName(),
        cause);
  }
}
