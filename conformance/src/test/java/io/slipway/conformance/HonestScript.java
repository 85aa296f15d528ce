package io.slipway.conformance;

import io.slipway.conformance.ScriptedServer.Reply;
import io.slipway.conformance.ScriptedServer.Request;
import io.slipway.conformance.ScriptedServer.Script;
import io.slipway.conformance.json.Json;
import io.slipway.conformance.json.JsonException;
import io.slipway.conformance.json.JsonReader;
import io.slipway.conformance.tensor.Datatype;
import io.slipway.conformance.tensor.InferAnswer;
import io.slipway.conformance.tensor.MalformedAnswer;
import io.slipway.conformance.tensor.Members;
import io.slipway.conformance.tensor.Tensor;
import io.slipway.conformance.tensor.TensorSpec;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A server that does all as it should, with two models that answer with their inputs. */
final class HonestScript implements Script {
  /** A model with every datatype, in columns, and a tensor. */
  static final String ALL = "all types";

  /** A model with one input. */
  static final String ONE = "one";

  private static final int MOST_BYTES = 100_000;
  private static final Pattern MODEL =
      Pattern.compile("/v2/models/([^/]+)(?:/versions/([^/]+))?(?:/(ready|infer|stats))?");

  private static final Map<String, List<TensorSpec>> MODELS =
      Map.of(
          ALL,
          Stream.concat(
                  Stream.of(Datatype.values())
                      .map(type -> new TensorSpec("c-" + type, type, List.of(-1L))),
                  Stream.of(new TensorSpec("m", Datatype.FP32, List.of(-1L, 2L, 3L))))
              .toList(),
          ONE,
          List.of(new TensorSpec("x", Datatype.FP32, List.of(-1L, 4L))));

  private final AtomicLong requests = new AtomicLong();
  private final AtomicLong rows = new AtomicLong();

  /** What the caller did wrong. */
  private static final class Refusal extends Exception {
    private static final long serialVersionUID = 1;
    private final int status;

    Refusal(int status, String message) {
      super(message);
      this.status = status;
    }

    @Override
    public String getMessage() {
      return String.valueOf(super.getMessage());
    }
  }

  @Override
  public Reply answer(Request request) {
    try {
      return routed(request);
    } catch (Refusal e) {
      return json(e.status, Json.object().with("error", Json.of(e.getMessage())));
    } catch (MalformedAnswer e) {
      return json(400, Json.object().with("error", Json.of(e.getMessage())));
    } catch (JsonException e) {
      return json(400, Json.object().with("error", Json.of(e.getMessage())));
    }
  }

  private Reply routed(Request request) throws Refusal, MalformedAnswer, JsonException {
    switch (request.path()) {
      case "/v2/health/live":
        return json(200, Json.object().with("live", Json.of(true)));
      case "/v2/health/ready":
        return json(200, Json.object().with("ready", Json.of(true)));
      case "/v2":
        return json(200, server());
      case "/v2/models/stats":
        return json(200, statistics(MODELS.keySet().stream().toList()));
      case "/v2/repository/index":
        return index(request);
      default:
        break;
    }
    Matcher path = MODEL.matcher(request.path());
    if (!path.matches() || !MODELS.containsKey(path.group(1))) {
      throw new Refusal(404, "no such model");
    }
    if (path.group(2) != null && !path.group(2).equals("1")) {
      throw new Refusal(404, "no such version");
    }
    String model = path.group(1);
    return switch (Optional.ofNullable(path.group(3)).orElse("")) {
      case "" -> json(200, metadata(model));
      case "ready" ->
          json(200, Json.object().with("name", Json.of(model)).with("ready", Json.of(true)));
      case "stats" -> json(200, statistics(List.of(model)));
      default -> infer(request, model);
    };
  }

  private static Json.Obj server() {
    return Json.object()
        .with("name", Json.of("honest"))
        .with("version", Json.of("1"))
        .with(
            "extensions",
            Json.array(
                Json.of("binary_tensor_data"),
                Json.of("model_repository(index)"),
                Json.of("statistics")));
  }

  private static Json.Obj metadata(String model) {
    Json.Arr tensors =
        new Json.Arr(
            specs(model).stream()
                .map(
                    spec ->
                        (Json)
                            Json.object()
                                .with("name", Json.of(spec.name()))
                                .with("datatype", Json.of(spec.type().name()))
                                .with(
                                    "shape",
                                    new Json.Arr(
                                        spec.shape().stream()
                                            .map(d -> (Json) Json.of(d))
                                            .toList())))
                .toList());
    return Json.object()
        .with("name", Json.of(model))
        .with("versions", Json.array(Json.of("1")))
        .with("platform", Json.of("echo_echo"))
        .with("inputs", tensors)
        .with("outputs", tensors);
  }

  private static List<TensorSpec> specs(String model) {
    return MODELS.getOrDefault(model, List.of());
  }

  private Json.Obj statistics(List<String> models) {
    Json.Obj duration = Json.object().with("count", Json.of(requests.get())).with("ns", Json.of(1));
    return Json.object()
        .with(
            "model_stats",
            new Json.Arr(
                models.stream()
                    .map(
                        model ->
                            (Json)
                                Json.object()
                                    .with("name", Json.of(model))
                                    .with("last_inference", Json.of(1))
                                    .with("inference_count", Json.of(rows.get()))
                                    .with("execution_count", Json.of(requests.get()))
                                    .with(
                                        "inference_stats", Json.object().with("success", duration)))
                    .toList()));
  }

  private static Reply index(Request request) throws JsonException {
    JsonReader.read(request.body());
    return json(
        200,
        new Json.Arr(
            MODELS.keySet().stream()
                .map(
                    model ->
                        (Json)
                            Json.object()
                                .with("name", Json.of(model))
                                .with("state", Json.of("READY"))
                                .with("reason", Json.of("")))
                .toList()));
  }

  private Reply infer(Request request, String model)
      throws Refusal, MalformedAnswer, JsonException {
    if (!request.method().equals("POST")) {
      throw new Refusal(405, "infer is a POST");
    }
    if (request.body().length > MOST_BYTES) {
      throw new Refusal(413, "too large");
    }
    int jsonLength = jsonLength(request);
    if (jsonLength == 0) {
      return answer(model, Json.object(), raw(request.body(), model), true);
    }
    byte[] head = Arrays.copyOf(request.body(), jsonLength);
    Json.Obj document = Members.object(JsonReader.read(head), "the body");
    // Inputs are read as outputs are: the form is the same.
    byte[] renamed =
        Json.object()
            .with("outputs", new Json.Arr(Members.array(document, "inputs")))
            .text()
            .getBytes(StandardCharsets.UTF_8);
    byte[] body =
        joined(renamed, Arrays.copyOfRange(request.body(), jsonLength, request.body().length));
    List<Tensor> inputs = InferAnswer.read(body, OptionalInt.of(renamed.length)).outputs();
    requireInputs(inputs, model);
    boolean binary =
        document.get("parameters").orElse(Json.object()) instanceof Json.Obj parameters
            && parameters.get("binary_data_output").equals(Optional.of(Json.of(true)));
    return answer(model, document, inputs, binary);
  }

  private static int jsonLength(Request request) throws Refusal {
    String length = request.jsonLength().orElse(Integer.toString(request.body().length));
    if (!length.matches("[0-9]{1,9}") || Integer.parseInt(length) > request.body().length) {
      throw new Refusal(400, "Inference-Header-Content-Length is wrong");
    }
    return request.jsonLength().isEmpty() && request.body().length == 0
        ? refuseEmpty()
        : Integer.parseInt(length);
  }

  private static int refuseEmpty() throws Refusal {
    throw new Refusal(400, "the body is empty");
  }

  private static List<Tensor> raw(byte[] body, String model) throws Refusal, MalformedAnswer {
    TensorSpec spec = specs(model).getFirst();
    if (specs(model).size() != 1 || body.length % 16 != 0) {
      throw new Refusal(400, "no raw tensor");
    }
    Json.Obj head =
        Json.object()
            .with("name", Json.of(spec.name()))
            .with("datatype", Json.of("FP32"))
            .with("shape", Json.array(Json.of(body.length / 16), Json.of(4)))
            .with("parameters", Json.object().with("binary_data_size", Json.of(body.length)));
    byte[] json =
        Json.object().with("outputs", Json.array(head)).text().getBytes(StandardCharsets.UTF_8);
    return InferAnswer.read(joined(json, body), OptionalInt.of(json.length)).outputs();
  }

  private static void requireInputs(List<Tensor> inputs, String model) throws Refusal {
    Map<String, TensorSpec> specs =
        specs(model).stream().collect(Collectors.toMap(TensorSpec::name, spec -> spec));
    for (Tensor input : inputs) {
      TensorSpec spec = specs.remove(input.name());
      if (spec == null || spec.type() != input.type() || !spec.takes(input.shape())) {
        throw new Refusal(400, "no such input: " + input.name());
      }
    }
    if (!specs.isEmpty()) {
      throw new Refusal(400, "inputs are missing: " + specs.keySet());
    }
  }

  private Reply answer(String model, Json.Obj request, List<Tensor> inputs, boolean binary)
      throws Refusal, MalformedAnswer {
    requests.incrementAndGet();
    rows.addAndGet(inputs.getFirst().rows());
    List<Json> outputs = new ArrayList<>();
    List<Tensor> inBinary = new ArrayList<>();
    if (request.get("outputs").isEmpty()) {
      inputs.forEach(input -> outputs.add(written(input, binary, inBinary)));
    } else {
      for (Json element : Members.array(request, "outputs")) {
        Json.Obj output = Members.object(element, "an output");
        String name = Members.text(output, "name");
        Tensor tensor =
            inputs.stream()
                .filter(input -> input.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new Refusal(400, "no such output: " + name));
        boolean form =
            output.get("parameters").orElse(Json.object()) instanceof Json.Obj parameters
                && parameters.get("binary_data").orElse(Json.of(binary)).equals(Json.of(true));
        outputs.add(written(tensor, form, inBinary));
      }
    }
    Json.Obj answer =
        Json.object().with("model_name", Json.of(model)).with("model_version", Json.of("1"));
    if (request.get("id").isPresent()) {
      answer = answer.with("id", request.get("id").get());
    }
    return reply(answer.with("outputs", new Json.Arr(outputs)), inBinary);
  }

  private static Json written(Tensor tensor, boolean binary, List<Tensor> inBinary) {
    if (binary) {
      inBinary.add(tensor);
      return tensor.inBinary();
    }
    return tensor.flat();
  }

  private static Reply reply(Json.Obj answer, List<Tensor> inBinary) {
    if (inBinary.isEmpty()) {
      return json(200, answer);
    }
    byte[] head = answer.text().getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(head);
    inBinary.forEach(tensor -> bytes.writeBytes(tensor.bytes()));
    return new Reply(
        200, "application/octet-stream", Optional.of(head.length), bytes.toByteArray());
  }

  static byte[] joined(byte[] first, byte[] second) {
    byte[] joined = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, joined, first.length, second.length);
    return joined;
  }

  static Reply json(int status, Json json) {
    return new Reply(
        status, "application/json", Optional.empty(), json.text().getBytes(StandardCharsets.UTF_8));
  }
}
