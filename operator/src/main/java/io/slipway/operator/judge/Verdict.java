package io.slipway.operator.judge;

/** What a check says of the candidate as of now. */
public sealed interface Verdict {

  /** There is evidence that the candidate keeps to the limit. */
  record Pass() implements Verdict {}

  /** There is evidence that it does not. */
  record Fail() implements Verdict {}

  /** Neither yet; more requests will tell. */
  record Running() implements Verdict {}

  /** Nothing can be said from what was counted. Never a success. */
  record Inconclusive(InconclusiveReason reason) implements Verdict {}
}
