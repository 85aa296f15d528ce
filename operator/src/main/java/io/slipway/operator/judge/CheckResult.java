package io.slipway.operator.judge;

/**
 * What one check says, and how much that counts.
 *
 * @param name as in the spec
 */
public record CheckResult(
    String name, Action action, Requirement requirement, Judgement judgement) {

  /** What a failed check leads to. */
  public enum Action {
    /** The rollout is aborted. */
    ABORT,
    /** It is shown, and has no part in any decision. */
    REPORT
  }

  /** What a step needs of the check before it may be left. */
  public enum Requirement {
    /** That it has not failed, after as many requests and as long a time as the step asks for. */
    NO_ALARM,
    /** That it has passed. */
    PROOF
  }

  Verdict verdict() {
    return judgement.verdict();
  }
}
