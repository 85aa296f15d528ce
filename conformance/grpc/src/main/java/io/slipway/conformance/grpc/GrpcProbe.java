package io.slipway.conformance.grpc;

import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import io.grpc.Status.Code;
import io.slipway.conformance.check.Deviation;
import io.slipway.conformance.check.NotApplicable;
import io.slipway.conformance.check.Probe;
import io.slipway.conformance.check.Subject;
import io.slipway.conformance.server.Exchange;
import io.slipway.conformance.tensor.InferAnswer;
import io.slipway.conformance.tensor.MalformedAnswer;
import io.slipway.conformance.tensor.Tensor;
import java.util.List;
import java.util.Set;

/**
 * What a check asks the server with over gRPC; what goes to and fro is remembered for the report.
 */
final class GrpcProbe {
  /** A server that says these has not looked at the call. */
  private static final Set<Code> NOT_LOOKED_AT =
      Set.of(Code.UNAVAILABLE, Code.DEADLINE_EXCEEDED, Code.CANCELLED, Code.UNIMPLEMENTED);

  private static final JsonFormat.Printer JSON =
      JsonFormat.printer().omittingInsignificantWhitespace().preservingProtoFieldNames();

  private static final int MOST_BYTES_SHOWN = 64 * 1024;
  private static final int MOST_SHOWN = 600;

  private final Probe rest;
  private final Caller caller;

  GrpcProbe(Probe rest, Caller caller) {
    this.rest = rest;
    this.caller = caller;
  }

  /** The same server by REST. */
  Probe rest() {
    return rest;
  }

  Subject subject() {
    return rest.subject();
  }

  String model() {
    return subject().model();
  }

  List<Tensor> inputs() throws NotApplicable {
    return rest.inputs();
  }

  /** The inputs, where there are typed contents for all of them. */
  List<Tensor> typedInputs() throws NotApplicable {
    if (!TypedContents.holds(inputs())) {
      throw new NotApplicable("the model has an input that needs the raw form");
    }
    return inputs();
  }

  /** A request that the model can score: with typed contents where they hold all of it. */
  Fields request() throws NotApplicable {
    return request(inputs());
  }

  Fields request(List<Tensor> inputs) {
    return TypedContents.holds(inputs)
        ? InferCall.typed(model(), inputs)
        : InferCall.raw(model(), inputs);
  }

  /** The answer of a method of the inference service. */
  Fields succeed(String method, Fields request) throws Deviation {
    byte[] answer = succeed(path(method), request.message());
    try {
      return new Fields(
          DynamicMessage.parseFrom(InferenceProtocol.message(method + "Response"), answer));
    } catch (InvalidProtocolBufferException e) {
      throw new Deviation("the answer is no %sResponse: %s".formatted(method, e.getMessage()));
    }
  }

  private byte[] succeed(String path, Message request) throws Deviation {
    return switch (call(path, request)) {
      case Outcome.Answered answered -> answered.message();
      case Outcome.Ended ended ->
          throw new Deviation(
              "expected OK to %s, found %s".formatted(path, Outcome.text(ended.status())));
      case Outcome.Lost lost -> throw lost(lost);
    };
  }

  static String path(String method) {
    return InferenceProtocol.SERVICE + "/" + method;
  }

  Outcome call(String path, Message request) {
    return remembered(path, text(request), caller.call(path, request.toByteArray()));
  }

  Outcome infer(Fields request) {
    return call(path("ModelInfer"), request.message());
  }

  Outcome call(String path, byte[] request) {
    return remembered(path, "(%d bytes)".formatted(request.length), caller.call(path, request));
  }

  /** The first of the messages that a streaming method answers. */
  Outcome first(String path, Message request) {
    return remembered(path, text(request), caller.first(path, request.toByteArray()));
  }

  private Outcome remembered(String path, String sent, Outcome outcome) {
    String answer =
        switch (outcome) {
          case Outcome.Answered answered -> "OK\n" + answerText(path, answered.message());
          case Outcome.Ended ended -> shortened(Outcome.text(ended.status()));
          case Outcome.Lost lost -> "(no answer)";
        };
    rest.record(new Exchange(path + "\n" + sent, answer));
    return outcome;
  }

  private static String answerText(String path, byte[] answer) {
    String type = path.substring(path.indexOf('/') + 1) + "Response";
    try {
      return path.startsWith(InferenceProtocol.SERVICE)
          ? text(DynamicMessage.parseFrom(InferenceProtocol.message(type), answer))
          : "(%d bytes)".formatted(answer.length);
    } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
      return "(%d bytes, no %s)".formatted(answer.length, type);
    }
  }

  /** In JSON, as {@code grpcurl -d} takes it and the rest of the report is. */
  private static String text(Message message) {
    int size = message.getSerializedSize();
    if (size > MOST_BYTES_SHOWN) {
      return "(%d bytes)".formatted(size);
    }
    try {
      return shortened(JSON.print(message));
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("a message without Any cannot be written as JSON", e);
    }
  }

  private static String shortened(String text) {
    return text.length() > MOST_SHOWN
        ? "%s... (%d characters)".formatted(text.substring(0, MOST_SHOWN), text.length())
        : text;
  }

  InferAnswer scored(Fields request) throws Deviation {
    Fields response = succeed("ModelInfer", request);
    try {
      InferAnswer answer = Tensors.answer(response);
      Probe.require(!answer.outputs().isEmpty(), "expected outputs, found none");
      return answer;
    } catch (MalformedAnswer e) {
      throw new Deviation(e.getMessage());
    }
  }

  /**
   * What the plain request is answered with.
   *
   * @throws NotApplicable if it is not scored, which a check of its own says
   */
  InferAnswer plain() throws NotApplicable {
    try {
      return scored(request());
    } catch (Deviation e) {
      throw new NotApplicable("grpc.infer.scored fails");
    }
  }

  /** Fails unless {@code request} is answered like the plain one. */
  void sameAsPlain(Fields request) throws Deviation, NotApplicable {
    InferAnswer plain = plain();
    Probe.require(
        scored(request).sameAs(plain), "expected the outputs of the plain request, found others");
  }

  /** Fails unless {@code outcome} is an answer that says that the call failed. */
  static void requireRefused(Outcome outcome) throws Deviation {
    switch (outcome) {
      case Outcome.Answered answered -> throw new Deviation("expected an error, found OK");
      case Outcome.Ended ended ->
          Probe.require(
              !NOT_LOOKED_AT.contains(ended.status().getCode()),
              "expected an error of this call, found " + Outcome.text(ended.status()));
      case Outcome.Lost lost -> throw lost(lost);
    }
  }

  /** Fails unless {@code outcome} is an error with one of {@code codes}. */
  static void requireCode(Outcome outcome, Set<Code> codes) throws Deviation {
    switch (outcome) {
      case Outcome.Answered answered ->
          throw new Deviation("expected %s, found OK".formatted(words(codes)));
      case Outcome.Ended ended ->
          Probe.require(
              codes.contains(ended.status().getCode()),
              "expected %s, found %s".formatted(words(codes), Outcome.text(ended.status())));
      case Outcome.Lost lost -> throw lost(lost);
    }
  }

  static Deviation lost(Outcome.Lost lost) {
    return new Deviation("no answer of gRPC came: " + Outcome.text(lost.status()));
  }

  private static String words(Set<Code> codes) {
    return String.join(" or ", codes.stream().map(Code::name).sorted().toList());
  }
}
