package io.slipway.conformance.check;

import io.slipway.conformance.json.Json;
import io.slipway.conformance.json.JsonException;
import io.slipway.conformance.server.Answered;
import io.slipway.conformance.server.Sent;
import io.slipway.conformance.server.Server;
import io.slipway.conformance.tensor.MalformedAnswer;
import io.slipway.conformance.tensor.Members;
import io.slipway.conformance.tensor.Tensor;
import io.slipway.conformance.tensor.TensorSpec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The model under test, as its server tells of it.
 *
 * @param extensions that the server says it has
 * @param versions of the model that the server says may be asked for
 * @param inputs by the metadata; empty when they do not say
 * @param outputs by the metadata; empty when they do not say
 * @param request the tensors of a request that the model can score
 * @param largeBytes how large a request is that may be too large
 */
public record Subject(
    Server server,
    String model,
    List<String> extensions,
    List<String> versions,
    List<TensorSpec> inputs,
    List<TensorSpec> outputs,
    List<Tensor> request,
    int largeBytes) {

  /**
   * Asks the server. What it does not tell, or tells in a wrong form, is left empty here: a check
   * of its own holds it to that.
   *
   * @param request inputs that the model can score; empty to make some up from the metadata
   * @throws IOException if no answer comes
   */
  public static Subject discover(
      Server server, String model, Optional<Json.Obj> request, int largeBytes)
      throws IOException, MalformedAnswer {
    Json.Obj metadata = document(server, Paths.model(model));
    List<TensorSpec> inputs = specs(metadata, "inputs");
    List<Tensor> tensors = new ArrayList<>();
    if (request.isPresent()) {
      for (Json input : Members.array(request.get(), "inputs")) {
        tensors.add(Tensor.of(input));
      }
    } else {
      inputs.forEach(input -> tensors.add(input.sample()));
    }
    return new Subject(
        server,
        model,
        texts(document(server, "/v2"), "extensions"),
        texts(metadata, "versions"),
        inputs,
        specs(metadata, "outputs"),
        tensors,
        largeBytes);
  }

  private static Json.Obj document(Server server, String path) throws IOException {
    Answered answered = server.send(Sent.get(path));
    try {
      return answered.json() instanceof Json.Obj object ? object : Json.object();
    } catch (JsonException e) {
      return Json.object();
    }
  }

  private static List<String> texts(Json.Obj object, String key) {
    try {
      return Members.texts(object, key);
    } catch (MalformedAnswer e) {
      return List.of();
    }
  }

  private static List<TensorSpec> specs(Json.Obj metadata, String key) {
    try {
      List<TensorSpec> specs = new ArrayList<>();
      for (Json tensor : Members.array(metadata, key)) {
        specs.add(TensorSpec.of(tensor));
      }
      return specs;
    } catch (MalformedAnswer e) {
      return List.of();
    }
  }

  Optional<TensorSpec> input(String name) {
    return inputs.stream().filter(input -> input.name().equals(name)).findFirst();
  }

  /** Whether the server says that it has the extension, all of it or the part that is asked for. */
  boolean hasExtension(String name) {
    return extensions.stream().anyMatch(e -> e.equals(name) || e.startsWith(name + "("));
  }

  /**
   * A tensor that the metadata rule out: with one more feature where their number is fixed, and a
   * dimension more where it is not.
   */
  public Tensor ofAnotherShape(Tensor input) {
    boolean fixed =
        input.shape().size() > 1
            && input(input.name())
                .map(TensorSpec::shape)
                .map(shape -> shape.getLast() >= 0)
                .orElse(true);
    List<Long> shape = new ArrayList<>(input.shape());
    if (fixed) {
      shape.set(shape.size() - 1, shape.getLast() + 1);
    } else {
      shape.add(2L);
    }
    long count = shape.stream().reduce(1L, (a, b) -> a * b);
    List<Json> data = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      data.add(input.type().sample(i));
    }
    return new Tensor(input.name(), input.type(), shape, data);
  }
}
