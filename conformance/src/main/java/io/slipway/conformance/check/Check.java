package io.slipway.conformance.check;

/**
 * One thing that a server is held to.
 *
 * @param name unique, such as {@code infer.id-echoed}
 * @param rule what says so
 * @param body looks whether it holds
 */
public record Check(String name, Section section, Level level, Rule rule, Body body) {

  /** Looks whether it holds. */
  @FunctionalInterface
  public interface Body {
    /**
     * @throws Deviation if it does not
     * @throws NotApplicable if it cannot be said of this server and model
     */
    void look(Probe probe) throws Deviation, NotApplicable;
  }
}
