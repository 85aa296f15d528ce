package io.slipway.conformance.check;

import java.util.List;
import java.util.stream.Stream;

/** All checks, in the order of the sections. */
public final class Suite {
  private Suite() {}

  public static List<Check> checks() {
    return Stream.of(
            HealthChecks.all(),
            MetadataChecks.all(),
            InferenceChecks.all(),
            TensorChecks.all(),
            ErrorChecks.all(),
            BinaryChecks.all(),
            RepositoryChecks.all(),
            StatisticsChecks.all())
        .flatMap(List::stream)
        .toList();
  }

  /** Looks at one server and model with each of {@code checks}. */
  public static List<Result> run(Subject subject, List<Check> checks) {
    return checks.stream().map(check -> run(subject, check)).toList();
  }

  private static Result run(Subject subject, Check check) {
    Probe probe = new Probe(subject);
    try {
      check.body().look(probe);
      return new Result(check, new Result.Passed());
    } catch (Deviation e) {
      return new Result(check, new Result.Failed(e.getMessage(), probe.exchanges()));
    } catch (NotApplicable e) {
      return new Result(check, new Result.Skipped(e.getMessage()));
    }
  }
}
