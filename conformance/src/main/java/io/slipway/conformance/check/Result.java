package io.slipway.conformance.check;

import io.slipway.conformance.server.Exchange;
import java.util.List;

/** What a check found. */
public record Result(Check check, Finding finding) {

  /** One of three. */
  public sealed interface Finding {}

  /** It holds. */
  public record Passed() implements Finding {}

  /**
   * It does not.
   *
   * @param why what was expected and what found
   * @param exchanges all that were made; the last shows it
   */
  public record Failed(String why, List<Exchange> exchanges) implements Finding {}

  /** It cannot be said of this server and model. */
  public record Skipped(String why) implements Finding {}

  public boolean failed() {
    return finding instanceof Failed;
  }
}
