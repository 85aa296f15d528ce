package io.slipway.cli.action;

/** Whether an action is asked for. */
public sealed interface Decision {

  /** It is. */
  record Send(ActionValue value) implements Decision {}

  /**
   * It makes no sense in the present state.
   *
   * @param why what is the case instead, and what to do; whole sentences
   */
  record Refuse(String why) implements Decision {}
}
