package io.slipway.cli.action;

/**
 * The value of the annotation {@code slipway.io/action}. It is bound to a revision and a step, so
 * that a click that comes late does not approve something else.
 *
 * @param revision of which the action speaks
 * @param step of the rollout, {@code 0} where it has none
 * @param nonce makes two equal actions two
 */
public record ActionValue(Action action, String revision, String step, String nonce) {

  /** As the annotation has it. */
  public String text() {
    return action.word() + "@" + revision + "#" + step + ";" + nonce;
  }
}
