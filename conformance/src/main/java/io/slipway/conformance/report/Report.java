package io.slipway.conformance.report;

import io.slipway.conformance.check.Result;
import java.util.List;

/**
 * What came of a run.
 *
 * @param leftOut what was not looked at, and why, a line each
 */
public record Report(List<Result> results, List<String> leftOut) {
  public Report {
    results = List.copyOf(results);
    leftOut = List.copyOf(leftOut);
  }
}
