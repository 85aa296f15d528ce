package io.slipway.conformance.grpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.Status;
import io.slipway.conformance.grpc.ScriptedGrpc.Script;
import io.slipway.conformance.tensor.Datatype;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** For each check what a server may do wrong that it is there to find. */
final class Faults {
  /** Does as the honest server does, but for one thing. */
  @FunctionalInterface
  interface Fault {
    Outcome answer(String path, byte[] message, Script honest);
  }

  private static final String ANOTHER = "another";
  private final Map<String, List<Fault>> faults = new LinkedHashMap<>();

  private Faults() {}

  /** The faults by the names of the checks. */
  static Map<String, List<Fault>> all() {
    Faults faults = new Faults();
    faults.health();
    faults.metadata();
    faults.inference();
    faults.datatypes();
    faults.errors();
    faults.services();
    return faults.faults;
  }

  private void add(String check, Fault... some) {
    faults.put(check, List.of(some));
  }

  private void health() {
    add("grpc.live", answer("ServerLive", m -> m.with("live", false)), failing("ServerLive"));
    add("grpc.ready", answer("ServerReady", m -> m.with("ready", false)), failing("ServerReady"));
    add("grpc.model-ready", answer("ModelReady", m -> m.with("ready", false)));
    add(
        "grpc.version-ready",
        refusing("ModelReady", request -> !request.text("version").isEmpty()));
    add(
        "grpc.unknown-model-not-ready",
        instead("ModelReady", Fields.of("ModelReadyResponse").with("ready", true)),
        refusals(Status.UNAVAILABLE));
  }

  private void metadata() {
    add(
        "grpc.server-metadata",
        answer("ServerMetadata", m -> m.without("version")),
        failing("ServerMetadata"));
    add(
        "grpc.server-metadata-as-rest",
        answer("ServerMetadata", m -> m.with("name", ANOTHER)),
        answer("ServerMetadata", m -> m.without("extensions")));
    add("grpc.model.name", metadata(m -> m.with("name", ANOTHER)));
    add(
        "grpc.model.platform",
        metadata(m -> m.without("platform")),
        metadata(m -> m.with("platform", "sklearn")));
    for (String field : List.of("inputs", "outputs")) {
      add(
          "grpc.model." + field,
          metadata(m -> m.without(field)),
          metadata(m -> first(m, field, tensor -> tensor.with("datatype", "float"))),
          metadata(m -> first(m, field, tensor -> tensor.without("name"))),
          metadata(m -> first(m, field, tensor -> tensor.with("shape", List.of(-2L)))));
    }
    add(
        "grpc.model.versions",
        metadata(m -> m.with("versions", List.of("2"))),
        refusing("ModelMetadata", request -> !request.text("version").isEmpty()));
    add(
        "grpc.model-metadata-as-rest",
        metadata(m -> m.with("platform", ANOTHER)),
        metadata(m -> first(m, "inputs", tensor -> tensor.with("shape", List.of(77L)))),
        metadata(m -> first(m, "outputs", tensor -> tensor.with("datatype", "BYTES"))));
    refused("grpc.model.unknown");
    refused("grpc.model.unknown-version");
  }

  private void inference() {
    add(
        "grpc.infer.scored",
        failing("ModelInfer"),
        infer(m -> m.without("outputs")),
        infer(m -> first(m, "outputs", output -> output.with("datatype", "float"))),
        infer(m -> first(m, "outputs", output -> output.with("shape", List.of(77L)))),
        infer(Faults::inAnotherField),
        infer(m -> m.with("raw_output_contents", List.of(ByteString.EMPTY))));
    add("grpc.infer.contents", refusing("ModelInfer", Predicate.not(Faults::isRaw)));
    add(
        "grpc.infer.raw-contents",
        refusing("ModelInfer", Faults::isRaw),
        request(m -> isRaw(m) ? m.with("raw_input_contents", lastFlipped(m)) : m));
    add("grpc.infer.one-form", infer(Faults::inBothForms));
    add(
        "grpc.infer.as-rest",
        infer(
            m ->
                first(
                    m,
                    "outputs",
                    output ->
                        output.with(
                            "contents",
                            Fields.of("InferTensorContents")
                                .with("bool_contents", List.of(false, false))))));
    add("grpc.infer.model-name", infer(m -> m.with("model_name", ANOTHER)));
    add(
        "grpc.infer.model-version",
        infer(m -> m.with("model_version", ANOTHER)),
        infer(m -> m.without("model_version")));
    add(
        "grpc.infer.by-version",
        refusing("ModelInfer", request -> !request.text("model_version").isEmpty()),
        infer(m -> m.without("model_version")));
    add("grpc.infer.id-echoed", infer(m -> m.with("id", ANOTHER)), infer(m -> m.without("id")));
    add(
        "grpc.infer.id-of-any-text",
        refusing("ModelInfer", request -> request.text("id").contains("caf\u00e9")));
    add("grpc.infer.all-outputs", infer(Faults::withoutLastOutput));
    add(
        "grpc.infer.outputs-as-metadata",
        infer(
            m ->
                first(
                    m,
                    "outputs",
                    output ->
                        output
                            .with("datatype", "INT64")
                            .with(
                                "contents",
                                Fields.of("InferTensorContents")
                                    .with("int64_contents", List.of(1L, 0L))))),
        infer(m -> first(m, "outputs", output -> output.with("shape", List.of(2L, 1L)))));
    add("grpc.infer.requested-outputs", request(m -> m.without("outputs")));
    add("grpc.infer.inputs-by-name", request(Faults::namedByPlace));
    add(
        "grpc.infer.parameters",
        refusing("ModelInfer", request -> !request.children("parameters").isEmpty()),
        refusing(
            "ModelInfer",
            request ->
                request.children("inputs").stream()
                    .anyMatch(input -> !input.children("parameters").isEmpty())));
  }

  private void datatypes() {
    for (Datatype type : Datatype.values()) {
      add(
          "grpc.datatype." + type,
          refusing("ModelInfer", request -> isRaw(request) && hasInput(request, type)));
    }
  }

  private void errors() {
    for (String wrong :
        List.of(
            "unknown-model",
            "unknown-version",
            "no-inputs",
            "missing-input",
            "unknown-input",
            "unknown-output",
            "no-datatype",
            "unknown-datatype",
            "shape-of-another-model",
            "negative-shape",
            "huge-shape",
            "no-data",
            "contents-too-short",
            "contents-too-long",
            "contents-of-another-type",
            "contents-out-of-range",
            "raw-too-short",
            "raw-too-long",
            "raw-for-more",
            "both-forms")) {
      refused("grpc.error." + wrong);
    }
    refused("grpc.error.other-datatype");
    add("grpc.error.malformed-message", refusals(Status.UNAVAILABLE), succeeding());
    add("grpc.error.unknown-method", refusals(Status.UNKNOWN), succeeding());
    add("grpc.error.large-message", refusals(Status.INTERNAL));
    add("grpc.error.still-scores", brokenByAWrongRequest());
  }

  /** Both checks of a call that must fail. */
  private void refused(String check) {
    add(check, succeeding(), refusals(Status.UNAVAILABLE));
    add(check + ".code", succeeding(), refusals(Status.INTERNAL));
  }

  private void services() {
    String notServing = "grpc.health.v1.Health";
    // What health says of one that is down: field 1 is NOT_SERVING.
    byte[] down = {1 << 3, 2};
    add("grpc.health-v1.serving", instead(notServing, down), failing("Health/Check"));
    add("grpc.health-v1.service", failingSecond("Health/Check"));
    add("grpc.health-v1.unknown-service", instead(notServing, down), refusals(Status.UNKNOWN));
    add("grpc.health-v1.watch", failing("Health/Watch"), instead("Health/Watch", down));
    add("grpc.reflection.services", instead("ServerReflection", new byte[0]));
    add("grpc.reflection.described", instead("ServerReflection", new byte[0]));
    add(
        "grpc.reflection.unknown-symbol",
        instead("ServerReflection", new byte[0]),
        failing("ServerReflection"));
  }

  private static Fields response(String path, byte[] message) {
    return parsed(path.substring(path.indexOf('/') + 1) + "Response", message);
  }

  private static Fields parsed(String type, byte[] message) {
    try {
      return new Fields(DynamicMessage.parseFrom(InferenceProtocol.message(type), message));
    } catch (InvalidProtocolBufferException e) {
      return Fields.of(type);
    }
  }

  private static boolean isOf(String path, String method) {
    return path.contains(method);
  }

  /** Another answer to a method. */
  private static Fault answer(String method, UnaryOperator<Fields> change) {
    return (path, message, honest) ->
        isOf(path, method) && honest.answer(path, message) instanceof Outcome.Answered answered
            ? new Outcome.Answered(
                change.apply(response(path, answered.message())).message().toByteArray())
            : honest.answer(path, message);
  }

  private static Fault metadata(UnaryOperator<Fields> change) {
    return answer("ModelMetadata", change);
  }

  private static Fault infer(UnaryOperator<Fields> change) {
    return answer("ModelInfer", change);
  }

  /** The same answer to a method, whatever is asked. */
  private static Fault instead(String method, byte[] answer) {
    return (path, message, honest) ->
        isOf(path, method) ? new Outcome.Answered(answer) : honest.answer(path, message);
  }

  private static Fault instead(String method, Fields answer) {
    return instead(method, answer.message().toByteArray());
  }

  /** No answer to a method. */
  private static Fault failing(String method) {
    return (path, message, honest) ->
        isOf(path, method) ? new Outcome.Ended(Status.INTERNAL) : honest.answer(path, message);
  }

  /** An answer to the first call of a method alone. */
  private static Fault failingSecond(String method) {
    AtomicBoolean called = new AtomicBoolean();
    return (path, message, honest) ->
        isOf(path, method) && called.getAndSet(true)
            ? new Outcome.Ended(Status.NOT_FOUND)
            : honest.answer(path, message);
  }

  /** Answers another request than was sent. */
  private static Fault request(UnaryOperator<Fields> change) {
    return (path, message, honest) ->
        honest.answer(
            path,
            isOf(path, "ModelInfer")
                ? change.apply(parsed("ModelInferRequest", message)).message().toByteArray()
                : message);
  }

  /** Refuses calls that are right. */
  private static Fault refusing(String method, Predicate<Fields> some) {
    return (path, message, honest) ->
        isOf(path, method) && some.test(parsed(method + "Request", message))
            ? new Outcome.Ended(Status.INVALID_ARGUMENT)
            : honest.answer(path, message);
  }

  /** Another status for refusals. */
  private static Fault refusals(Status status) {
    return (path, message, honest) ->
        honest.answer(path, message) instanceof Outcome.Ended
            ? new Outcome.Ended(status)
            : honest.answer(path, message);
  }

  /** Says OK to what is wrong. */
  private static Fault succeeding() {
    return (path, message, honest) ->
        honest.answer(path, message) instanceof Outcome.Ended
            ? new Outcome.Answered(new byte[0])
            : honest.answer(path, message);
  }

  private static Fields first(Fields message, String field, UnaryOperator<Fields> change) {
    List<Fields> children = new ArrayList<>(message.children(field));
    children.set(0, change.apply(children.getFirst()));
    return message.with(field, children);
  }

  private static boolean isRaw(Fields request) {
    return !request.bytes("raw_input_contents").isEmpty();
  }

  private static boolean hasInput(Fields request, Datatype type) {
    return request.children("inputs").stream()
        .anyMatch(input -> input.text("datatype").equals(type.name()));
  }

  /** The first raw contents with another last byte. */
  private static List<ByteString> lastFlipped(Fields request) {
    List<ByteString> raw = new ArrayList<>(request.bytes("raw_input_contents"));
    byte[] bytes = raw.getFirst().toByteArray();
    bytes[bytes.length - 1] ^= 1;
    raw.set(0, ByteString.copyFrom(bytes));
    return raw;
  }

  /** The elements of the first output, which are truth values, as numbers. */
  private static Fields inAnotherField(Fields answer) {
    return first(
        answer,
        "outputs",
        output ->
            output.with(
                "contents", Fields.of("InferTensorContents").with("int_contents", List.of(1, 0))));
  }

  /** Raw contents beside those that are there. */
  private static Fields inBothForms(Fields answer) {
    List<Fields> outputs =
        answer.children("outputs").stream()
            .map(
                output ->
                    output.with(
                        "contents",
                        Fields.of("InferTensorContents").with("int_contents", List.of(1))))
            .toList();
    return answer.bytes("raw_output_contents").isEmpty() ? answer : answer.with("outputs", outputs);
  }

  private static Fields withoutLastOutput(Fields answer) {
    List<Fields> outputs = answer.children("outputs");
    return answer.with("outputs", outputs.subList(0, outputs.size() - 1));
  }

  /** The first input is c-BOOL, whatever it says it is, and so on. */
  private static Fields namedByPlace(Fields request) {
    Iterator<String> names =
        Stream.concat(
                Stream.of(Datatype.values())
                    .filter(type -> TypedContents.field(type).isPresent())
                    .map(type -> "c-" + type),
                Stream.of("m"))
            .iterator();
    return request.with(
        "inputs",
        request.children("inputs").stream()
            .map(input -> input.with("name", names.next()))
            .toList());
  }

  /** Falls over one wrong request for good. */
  private static Fault brokenByAWrongRequest() {
    AtomicBoolean broken = new AtomicBoolean();
    return (path, message, honest) -> {
      Outcome outcome = honest.answer(path, message);
      broken.compareAndSet(
          false,
          outcome instanceof Outcome.Ended ended
              && ended.status().getCode() == Status.Code.INVALID_ARGUMENT);
      return broken.get() ? new Outcome.Ended(Status.INTERNAL) : outcome;
    };
  }
}
