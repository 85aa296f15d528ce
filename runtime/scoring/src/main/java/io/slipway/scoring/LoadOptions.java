package io.slipway.scoring;

import io.slipway.scoring.EngineInfo.HeldTo;
import java.util.Optional;

/**
 * How to load a model.
 *
 * @param executionProvider what to run on; an engine that cannot refuses with {@link
 *     ModelLoadException.Reason#EXECUTION_PROVIDER_UNAVAILABLE} rather than run elsewhere
 * @param intraOpThreads threads one scoring call may use, 1 or more
 * @param compiled where the model's compiled form may be kept; empty to read the model itself
 * @param heldTo what another load of the same bytes by the same programs held the model to, which
 *     is not done again; empty where nobody knows of one
 */
public record LoadOptions(
    ExecutionProvider executionProvider,
    int intraOpThreads,
    Optional<CompiledPlace> compiled,
    Optional<HeldTo> heldTo) {
  public LoadOptions {
    if (intraOpThreads < 1) {
      throw new IllegalArgumentException("intraOpThreads is " + intraOpThreads + ", not 1 or more");
    }
  }

  /** Without a place for a compiled form, and knowing of no other load. */
  public LoadOptions(ExecutionProvider executionProvider, int intraOpThreads) {
    this(executionProvider, intraOpThreads, Optional.empty(), Optional.empty());
  }

  public LoadOptions keeping(CompiledPlace place) {
    return new LoadOptions(executionProvider, intraOpThreads, Optional.of(place), heldTo);
  }

  public LoadOptions heldTo(HeldTo known) {
    return new LoadOptions(executionProvider, intraOpThreads, compiled, Optional.of(known));
  }

  /** One thread on the CPU: the fastest per core for tabular models. */
  public static LoadOptions cpu() {
    return new LoadOptions(ExecutionProvider.CPU, 1);
  }
}
