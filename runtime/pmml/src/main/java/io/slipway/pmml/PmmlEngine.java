package io.slipway.pmml;

import io.slipway.scoring.DeepStack;
import io.slipway.scoring.Engine;
import io.slipway.scoring.EngineInfo;
import io.slipway.scoring.ExecutionProvider;
import io.slipway.scoring.LoadOptions;
import io.slipway.scoring.Model;
import io.slipway.scoring.ModelFormat;
import io.slipway.scoring.ModelLoadException;
import io.slipway.scoring.ModelLoadException.Reason;
import io.slipway.scoring.PmmlContent;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/** Loads PMML. Stateless. */
public final class PmmlEngine implements Engine {
  static final String NAME = "jpmml";

  /** JPMML's readers and checks recurse with the document. */
  static final DeepStack LOADING = new DeepStack("pmml", "PMML document", LoadFailure::of);

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Set<ModelFormat> formats() {
    return Set.of(ModelFormat.PMML);
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
    return LOADING.call(() -> new PmmlLoader(Limits.ofThisProcess()).load(file));
  }

  static EngineInfo info() {
    return new EngineInfo(NAME, JpmmlVersion.VALUE, ExecutionProvider.CPU);
  }
}
