package io.slipway.scoring;

import java.util.Optional;

/**
 * Who scores.
 *
 * @param name the engine, for example {@code tabular}, {@code jpmml} or {@code onnxruntime}
 * @param version of the library behind it
 * @param executionProvider what the model really runs on, read from the loaded model and never from
 *     configuration
 * @param passedOver the faster engine that does not score this model, where there is one
 */
public record EngineInfo(
    String name,
    String version,
    ExecutionProvider executionProvider,
    Optional<PassedOver> passedOver) {

  /**
   * A faster engine, and why it does not score.
   *
   * @param engine its name
   * @param why a sentence: what it does not know of the model, or what it answered; at most 500
   *     characters, for a status has to be small
   */
  public record PassedOver(String engine, Reason reason, String why) {
    private static final int LONGEST = 500;

    public PassedOver {
      why = why.length() > LONGEST ? why.substring(0, LONGEST - 3) + "..." : why;
    }
  }

  /** Why a faster engine does not score. */
  public enum Reason {
    /** It does not know all of the model. */
    NOT_COVERED,
    /** It read the document otherwise than the engine that scores now. */
    DIFFERS
  }

  public EngineInfo(String name, String version, ExecutionProvider executionProvider) {
    this(name, version, executionProvider, Optional.empty());
  }

  EngineInfo insteadOf(PassedOver faster) {
    return new EngineInfo(name, version, executionProvider, Optional.of(faster));
  }
}
