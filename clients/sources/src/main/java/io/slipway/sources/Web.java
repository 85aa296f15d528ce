package io.slipway.sources;

import java.util.Optional;

/** Whoever can send a GET and read a short answer. */
@FunctionalInterface
public interface Web {

  /** How long an answer may be: a list of files, a page of versions. */
  int LARGEST = 8 << 20;

  /**
   * An answer of any status.
   *
   * @param body at most {@link #LARGEST} bytes of it, which are UTF-8
   * @param challenge how the host wants to be asked, its header {@code WWW-Authenticate}
   */
  record Answer(int status, String body, Optional<String> challenge) {

    public Answer(int status, String body) {
      this(status, body, Optional.empty());
    }
  }

  /**
   * Follows no redirect, since the credentials are for this host.
   *
   * @throws SourceProblem when nobody answers
   */
  Answer ask(Get get) throws SourceProblem;
}
