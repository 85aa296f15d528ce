package io.slipway.cli.action;

/** Whether a run or a schedule is changed. */
public sealed interface BatchDecision {

  /** It is. */
  record Change(BatchEdit edit) implements BatchDecision {}

  /**
   * It makes no sense in the present state.
   *
   * @param why what is the case instead, and what to do; whole sentences
   */
  record Refuse(String why) implements BatchDecision {}
}
