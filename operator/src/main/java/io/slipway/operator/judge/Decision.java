package io.slipway.operator.judge;

import java.util.Optional;

/** What is to become of a step of a rollout, as of now. */
public sealed interface Decision {

  /** The step has done its work. */
  record Proceed() implements Decision {}

  /**
   * Nothing speaks against the candidate; something is still missing.
   *
   * @param reason what is missing
   */
  record Wait(Missing reason) implements Decision {}

  /** What a step still waits for. */
  enum Missing {
    /** Its shortest duration. */
    TIME,
    /** Its number of requests. */
    SAMPLES,
    /** A check that asks for evidence. */
    EVIDENCE
  }

  /** The candidate does harm. */
  record Abort(CheckResult check) implements Decision {}

  /**
   * No more waiting, and no success.
   *
   * @param check the one that could not be decided; empty when the reason is not one check's
   */
  record Inconclusive(InconclusiveReason reason, Optional<CheckResult> check) implements Decision {}
}
