package io.slipway.conformance.grpc;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.slipway.conformance.json.Json;
import io.slipway.conformance.json.JsonException;
import io.slipway.conformance.json.JsonReader;
import io.slipway.conformance.tensor.MalformedAnswer;
import io.slipway.conformance.tensor.Members;
import io.slipway.conformance.tensor.Tensor;
import io.slipway.conformance.tensor.TensorSpec;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The models by REST, as much of it as the checks of gRPC ask for, on a free port. */
final class EchoRest implements AutoCloseable {
  private static final String MODELS = "/v2/models/";
  private static final String INFER = "/infer";

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  EchoRest() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", EchoRest::answer);
    server.start();
  }

  URI uri() {
    return URI.create("http://localhost:" + server.getAddress().getPort());
  }

  private static void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      Json.Obj document = answer(exchange.getRequestURI().getPath(), body);
      byte[] answer = document.text().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(document.get("error").isPresent() ? 400 : 200, answer.length);
      exchange.getResponseBody().write(answer);
    } catch (JsonException | MalformedAnswer e) {
      throw new IOException(e);
    }
  }

  private static Json.Obj answer(String path, byte[] body) throws JsonException, MalformedAnswer {
    if (path.equals("/v2")) {
      return Json.object()
          .with("name", Json.of("echo"))
          .with("version", Json.of(EchoModels.VERSION))
          .with("extensions", Json.array(Json.of("binary_tensor_data")));
    }
    String model = path.substring(MODELS.length());
    return model.endsWith(INFER)
        ? infer(
            model.substring(0, model.length() - INFER.length()),
            Members.object(JsonReader.read(body), "the body"))
        : metadata(model);
  }

  private static Json.Obj infer(String model, Json.Obj request) throws MalformedAnswer {
    List<Tensor> inputs = new ArrayList<>();
    for (Json input : Members.array(request, "inputs")) {
      inputs.add(Tensor.of(input));
    }
    String complaint = EchoModels.complaint(model, inputs);
    return complaint.isEmpty()
        ? Json.object()
            .with("outputs", new Json.Arr(inputs.stream().map(t -> (Json) t.flat()).toList()))
        : Json.object().with("error", Json.of(complaint));
  }

  private static Json.Obj metadata(String model) {
    Json.Arr tensors =
        new Json.Arr(EchoModels.specs(model).stream().map(s -> (Json) tensor(s)).toList());
    return Json.object()
        .with("name", Json.of(model))
        .with("versions", Json.array(Json.of(EchoModels.VERSION)))
        .with("platform", Json.of(EchoModels.PLATFORM))
        .with("inputs", tensors)
        .with("outputs", tensors);
  }

  private static Json.Obj tensor(TensorSpec spec) {
    return Json.object()
        .with("name", Json.of(spec.name()))
        .with("datatype", Json.of(spec.type().name()))
        .with("shape", new Json.Arr(spec.shape().stream().map(d -> (Json) Json.of(d)).toList()));
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
  }
}
