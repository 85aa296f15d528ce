package io.slipway.scoring;

/**
 * How to load a model.
 *
 * @param executionProvider what to run on; an engine that cannot refuses with {@link
 *     ModelLoadException.Reason#EXECUTION_PROVIDER_UNAVAILABLE} rather than run elsewhere
 * @param intraOpThreads threads one scoring call may use, 1 or more
 */
public record LoadOptions(ExecutionProvider executionProvider, int intraOpThreads) {
  public LoadOptions {
    if (intraOpThreads < 1) {
      throw new IllegalArgumentException("intraOpThreads is " + intraOpThreads + ", not 1 or more");
    }
  }

  /** One thread on the CPU: the fastest per core for tabular models. */
  public static LoadOptions cpu() {
    return new LoadOptions(ExecutionProvider.CPU, 1);
  }
}
