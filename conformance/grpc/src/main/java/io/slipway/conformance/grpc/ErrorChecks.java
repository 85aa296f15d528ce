package io.slipway.conformance.grpc;

import static io.slipway.conformance.grpc.Refusals.UNKNOWN;
import static io.slipway.conformance.grpc.Refusals.WRONG;
import static io.slipway.conformance.grpc.Refusals.required;
import static io.slipway.conformance.grpc.Refusals.should;

import com.google.protobuf.ByteString;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.UnknownFieldSet;
import io.grpc.Status.Code;
import io.slipway.conformance.check.Deviation;
import io.slipway.conformance.check.Level;
import io.slipway.conformance.check.NotApplicable;
import io.slipway.conformance.check.Rule;
import io.slipway.conformance.check.Section;
import io.slipway.conformance.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Calls that are wrong: all must fail, and be the caller's fault. */
final class ErrorChecks {
  private static final String STATUS = "Status codes and their use in gRPC";

  /** Field 5 with a length of 127 bytes, which do not follow. */
  private static final byte[] CUT_OFF = {5 << 3 | 2, 127, 1};

  /** No message has it. */
  private static final int UNKNOWN_FIELD = 1000;

  private ErrorChecks() {}

  static List<GrpcCheck> all() {
    List<GrpcCheck> checks = new ArrayList<>();
    checks.addAll(names());
    checks.addAll(WrongInputChecks.all());
    checks.addAll(calls());
    return checks;
  }

  /** What is named and is not there. */
  private static List<GrpcCheck> names() {
    List<GrpcCheck> checks = new ArrayList<>();
    checks.addAll(
        required(
            "unknown-model",
            UNKNOWN,
            "",
            probe -> probe.request().with("model_name", Versions.UNKNOWN)));
    checks.addAll(
        required(
            "unknown-version",
            UNKNOWN,
            "",
            probe -> {
              Versions.any(probe);
              return probe.request().with("model_version", Versions.UNKNOWN);
            }));
    checks.addAll(required("no-inputs", WRONG, "", probe -> probe.request().without("inputs")));
    checks.addAll(required("missing-input", WRONG, "", ErrorChecks::missingInput));
    checks.addAll(
        should(
            "unknown-input",
            "[A name that the model does not have.]",
            probe ->
                InferCall.firstInput(
                    probe.request(), input -> input.with("name", Versions.UNKNOWN))));
    checks.addAll(
        should(
            "unknown-output",
            "[An output that the model does not have.]",
            probe -> InferCall.outputs(probe.request(), List.of(Versions.UNKNOWN))));
    return checks;
  }

  /** What is wrong below or beside the protocol. */
  private static List<GrpcCheck> calls() {
    return List.of(
        new GrpcCheck(
            "grpc.error.malformed-message",
            Section.GRPC_ERRORS,
            Level.REQUIRED,
            new Rule(
                Rule.Source.GRPC,
                Refusals.INFERENCE,
                "Errors are indicated by the google.rpc.Status returned for the request. [Bytes that"
                    + " are no message, which gRPC's libraries end with INTERNAL.]"),
            probe -> GrpcProbe.requireRefused(probe.call(GrpcProbe.path("ModelInfer"), CUT_OFF))),
        new GrpcCheck(
            "grpc.error.unknown-method",
            Section.GRPC_ERRORS,
            Level.RECOMMENDED,
            new Rule(
                Rule.Source.GRPC_STATUS,
                STATUS,
                "Method not found at server | UNIMPLEMENTED | Server"),
            probe ->
                GrpcProbe.requireCode(
                    probe.call(GrpcProbe.path("NoSuchMethod"), new byte[0]),
                    Set.of(Code.UNIMPLEMENTED))),
        new GrpcCheck(
            "grpc.error.large-message",
            Section.GRPC_ERRORS,
            Level.RECOMMENDED,
            new Rule(
                Rule.Source.GRPC_STATUS,
                STATUS,
                "Sent or received message was larger than configured limit | RESOURCE_EXHAUSTED |"
                    + " Both [Either scored or refused so.]"),
            ErrorChecks::large),
        new GrpcCheck(
            "grpc.error.still-scores",
            Section.GRPC_ERRORS,
            Level.REQUIRED,
            new Rule(
                Rule.Source.GRPC,
                Refusals.INFERENCE,
                "The OK code indicates success and other codes indicate failure. [None of the wrong"
                    + " calls keeps the server from scoring the right one.]"),
            probe -> probe.scored(probe.request())));
  }

  /** REST says whether it may be missing: it can answer values that are missing too. */
  private static Fields missingInput(GrpcProbe probe) throws Deviation, NotApplicable {
    if (probe.inputs().size() < 2) {
      throw new NotApplicable("the model has one input");
    }
    List<Tensor> others = probe.inputs().subList(1, probe.inputs().size());
    if (probe.rest().takes(others)) {
      throw new NotApplicable("REST takes it without: metadata cannot say what is optional");
    }
    return probe.request(others);
  }

  /** The right request with a field that no message has, which is skipped where it is read. */
  private static void large(GrpcProbe probe) throws Deviation, NotApplicable {
    probe.plain();
    UnknownFieldSet filler =
        UnknownFieldSet.newBuilder()
            .addField(
                UNKNOWN_FIELD,
                UnknownFieldSet.Field.newBuilder()
                    .addLengthDelimited(ByteString.copyFrom(new byte[probe.subject().largeBytes()]))
                    .build())
            .build();
    DynamicMessage message = probe.request().message().toBuilder().setUnknownFields(filler).build();
    Outcome outcome = probe.call(GrpcProbe.path("ModelInfer"), message);
    if (!(outcome instanceof Outcome.Answered)) {
      GrpcProbe.requireCode(outcome, Set.of(Code.RESOURCE_EXHAUSTED));
    }
  }
}
