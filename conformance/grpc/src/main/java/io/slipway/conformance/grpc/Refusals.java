package io.slipway.conformance.grpc;

import io.grpc.Status.Code;
import io.slipway.conformance.check.Deviation;
import io.slipway.conformance.check.Level;
import io.slipway.conformance.check.NotApplicable;
import io.slipway.conformance.check.Rule;
import io.slipway.conformance.check.Section;
import java.util.List;
import java.util.Set;

/**
 * Calls that must fail, each in two checks: that it fails, which the protocol says, and that its
 * status says that the caller is at fault, which is what gRPC has the codes for.
 */
final class Refusals {
  /** What is wrong is in the call. */
  static final Set<Code> WRONG = Set.of(Code.INVALID_ARGUMENT);

  /** What is named is not here. */
  static final Set<Code> UNKNOWN = Set.of(Code.NOT_FOUND);

  /** The heading of what the protocol says of infer requests. */
  static final String INFERENCE = "Inference";

  private static final String MUST_FAIL =
      "Errors are indicated by the google.rpc.Status returned for the request. The OK code"
          + " indicates success and other codes indicate failure.";

  private Refusals() {}

  /**
   * Which checks they are.
   *
   * @param heading of the protocol that says that such a call fails
   * @param level of the one that says that the call fails
   */
  record Kind(String name, Section section, String heading, Level level) {}

  /** Makes the call. */
  @FunctionalInterface
  interface WrongCall {
    Outcome make(GrpcProbe probe) throws Deviation, NotApplicable;
  }

  /** Makes a wrong infer request. */
  @FunctionalInterface
  interface WrongRequest {
    Fields make(GrpcProbe probe) throws Deviation, NotApplicable;
  }

  /**
   * The two checks.
   *
   * @param codes any of which says it
   * @param remark in brackets, or the sentence that the call offends against; may be empty
   */
  static List<GrpcCheck> of(Kind kind, Set<Code> codes, String remark, WrongCall call) {
    return List.of(
        new GrpcCheck(
            kind.name(),
            kind.section(),
            kind.level(),
            new Rule(Rule.Source.GRPC, kind.heading(), (MUST_FAIL + " " + remark).strip()),
            probe -> GrpcProbe.requireRefused(call.make(probe))),
        new GrpcCheck(
            kind.name() + ".code",
            kind.section(),
            Level.RECOMMENDED,
            new Rule(
                Rule.Source.GRPC_STATUS, "Status codes and their use in gRPC", sentence(codes)),
            probe -> GrpcProbe.requireCode(call.make(probe), codes)));
  }

  private static String sentence(Set<Code> codes) {
    return codes.equals(UNKNOWN)
        ? "NOT_FOUND: Some requested entity (e.g., file or directory) was not found."
        : "INVALID_ARGUMENT: The client specified an invalid argument. [INTERNAL and UNKNOWN say"
            + " that the server is at fault, and UNAVAILABLE makes clients try again.]";
  }

  /** Of an infer request that the protocol says must fail. */
  static List<GrpcCheck> required(String name, Set<Code> codes, String remark, WrongRequest wrong) {
    return ofInfer(name, Level.REQUIRED, codes, remark, wrong);
  }

  /** Of an infer request that common sense says should fail, and be the caller's fault. */
  static List<GrpcCheck> should(String name, String remark, WrongRequest wrong) {
    return ofInfer(name, Level.RECOMMENDED, WRONG, remark, wrong);
  }

  /** Of an infer request that a server may also score. */
  static List<GrpcCheck> scoredOrRefused(String name, String remark, WrongRequest wrong) {
    return required(name, WRONG, remark, wrong).stream()
        .map(
            check ->
                new GrpcCheck(
                    check.name(),
                    check.section(),
                    check.level(),
                    check.rule(),
                    probe -> {
                      Fields request = wrong.make(probe);
                      if (probe.infer(request) instanceof Outcome.Answered) {
                        probe.scored(request);
                      } else {
                        check.body().look(probe);
                      }
                    }))
        .toList();
  }

  private static List<GrpcCheck> ofInfer(
      String name, Level level, Set<Code> codes, String remark, WrongRequest wrong) {
    return of(
        new Kind("grpc.error." + name, Section.GRPC_ERRORS, INFERENCE, level),
        codes,
        remark,
        probe -> probe.infer(wrong.make(probe)));
  }
}
