package io.slipway.scoring;

import io.slipway.scoring.UnfitFormException.Unfit;
import java.util.Optional;

/**
 * Who scores.
 *
 * @param name the engine, for example {@code tabular}, {@code jpmml} or {@code onnxruntime}
 * @param version of the library behind it
 * @param executionProvider what the model really runs on, read from the loaded model and never from
 *     configuration
 * @param passedOver the faster engine that does not score this model, where there is one
 * @param heldTo the engine that this one was compared with when the model was first loaded, by this
 *     program or by another that is the same, where there was one
 * @param compiledForm what became of the model's compiled form, where a place for it was given
 */
public record EngineInfo(
    String name,
    String version,
    ExecutionProvider executionProvider,
    Optional<PassedOver> passedOver,
    Optional<HeldTo> heldTo,
    Optional<CompiledForm> compiledForm) {

  /**
   * The engine that a fast one answered like.
   *
   * @param engine its name
   * @param rows how many were answered by both
   * @param extent how much of the comparison was made, and by whom
   */
  public record HeldTo(String engine, String version, int rows, Extent extent) {
    /** How much of the comparison was made, and by whom. */
    public enum Extent {
      /** All made-up rows were tried. */
      WHOLE,
      /** Its time was over before all were: another program may get further. */
      CUT_SHORT,
      /** All were tried, by another program of the same build. */
      ELSEWHERE
    }

    /** Whether a program of the same build that loads the same bytes need not compare again. */
    public boolean isWhole() {
      return extent != Extent.CUT_SHORT;
    }
  }

  /**
   * What became of a compiled form.
   *
   * @param unfit why the one that was there was not used, if it was not
   */
  public record CompiledForm(State state, Optional<Unfit> unfit) {
    /** Whether there is one now. The names go into metrics and stay as they are. */
    public enum State {
      /** The model was made of it. */
      USED,
      /** It was written, for the next load. */
      WRITTEN,
      /** It could not be written. */
      NOT_WRITTEN,
      /** The engine has none of such a model. */
      NONE
    }
  }

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
    this(name, version, executionProvider, Optional.empty(), Optional.empty(), Optional.empty());
  }

  EngineInfo insteadOf(PassedOver faster) {
    return new EngineInfo(
        name, version, executionProvider, Optional.of(faster), heldTo, compiledForm);
  }

  EngineInfo heldTo(HeldTo other) {
    return new EngineInfo(
        name, version, executionProvider, passedOver, Optional.of(other), compiledForm);
  }

  EngineInfo kept(CompiledForm form) {
    return new EngineInfo(name, version, executionProvider, passedOver, heldTo, Optional.of(form));
  }
}
