package io.slipway.cli.action;

/** What a person may say to a rollout. */
public enum Action {
  PROMOTE(
      "promote",
      "Send all callers to the candidate now, without the steps and checks that remain; while it"
          + " bakes, end that."),
  ABORT("abort", "Take all callers back to the stable revision and give the candidate up."),
  RETRY("retry", "Try the revision again that was rolled back."),
  PAUSE("pause", "Keep the candidate's weight as it is until resume."),
  RESUME(
      "resume", "Go on from a pause: pass the approval, or end a pause that a person asked for."),
  RESOLVE(
      "resolve",
      "Look the model's source up again: where its bytes are others now, they become a new revision."),
  REFRESH("refresh", "Roll the current model out again, with today's runtime.");

  private final String word;
  private final String description;

  Action(String word, String description) {
    this.word = word;
    this.description = description;
  }

  /** The command's name, and the word of the annotation. */
  public String word() {
    return word;
  }

  /** What it does, one sentence for the help. */
  public String description() {
    return description;
  }
}
