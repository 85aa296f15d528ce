package io.slipway.operator.simulation;

/** What must hold; the numbers are those of the architecture's list. */
enum Rule {
  ENTRY("(1) the entry Service never loses its last ready endpoint through the operator"),
  WEIGHT("(2) weight only for a candidate that has the ready pods for it"),
  GOING("(3) pods go only when nothing leads to them and they are quiet"),
  COMMIT("(4) the stable revision changes at a commit alone"),
  ABORT("(5) who is given up gets nothing any more"),
  IDEMPOTENT("(6) a plan is a function, and what is done twice is as if done once"),
  EVIDENCE("(7) promoted only by evidence, or by a word that the status names"),
  TWO("(8) pods of at most two revisions"),
  DOCUMENTS("documents only rise, and are kept before they are pushed"),
  REVISION("an existing revision is never rendered again"),
  CONDITIONS("conditions are what kstatus reads"),
  LOST("no caller is lost while pods work"),
  ENDING("it ends Stable, RolledBack or Paused"),
  REST("nothing is written at rest"),
  ERROR("no observation is too odd to plan from");

  private final String text;

  Rule(String text) {
    this.text = text;
  }

  @Override
  public String toString() {
    return text;
  }
}
