package io.slipway.conformance.grpc;

import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import io.grpc.Status;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.reflection.v1.ErrorResponse;
import io.grpc.reflection.v1.FileDescriptorResponse;
import io.grpc.reflection.v1.ListServiceResponse;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.reflection.v1.ServiceResponse;
import io.slipway.conformance.tensor.MalformedAnswer;
import io.slipway.conformance.tensor.Tensor;
import io.slipway.conformance.tensor.TensorSpec;
import java.util.ArrayList;
import java.util.List;

/** A server that does all as it should, with {@link EchoModels}. */
final class HonestScript implements ScriptedGrpc.Script {
  private static final int MOST_BYTES = 100_000;

  /** What the caller did wrong. */
  private static final class Refusal extends Exception {
    private static final long serialVersionUID = 1;
    private final Status status;

    Refusal(Status status, String message) {
      super(message);
      this.status = status.withDescription(message);
    }
  }

  @Override
  public Outcome answer(String path, byte[] message) {
    try {
      return new Outcome.Answered(routed(path, message).toByteArray());
    } catch (Refusal e) {
      return new Outcome.Ended(e.status);
    } catch (MalformedAnswer e) {
      return new Outcome.Ended(Status.INVALID_ARGUMENT.withDescription(e.getMessage()));
    } catch (InvalidProtocolBufferException e) {
      return new Outcome.Ended(Status.INTERNAL.withDescription(e.getMessage()));
    }
  }

  private static MessageLite routed(String path, byte[] message)
      throws Refusal, MalformedAnswer, InvalidProtocolBufferException {
    return switch (path) {
      case "grpc.health.v1.Health/Check", "grpc.health.v1.Health/Watch" ->
          health(HealthCheckRequest.parseFrom(message).getService());
      case "grpc.reflection.v1.ServerReflection/ServerReflectionInfo" ->
          reflection(ServerReflectionRequest.parseFrom(message));
      default -> inference(path, message).message();
    };
  }

  private static Fields inference(String path, byte[] message)
      throws Refusal, MalformedAnswer, InvalidProtocolBufferException {
    String method = path.substring(path.indexOf('/') + 1);
    return switch (method) {
      case "ServerLive" -> Fields.of("ServerLiveResponse").with("live", true);
      case "ServerReady" -> Fields.of("ServerReadyResponse").with("ready", true);
      case "ModelReady" -> {
        model(parsed(method, message), "name", "version");
        yield Fields.of("ModelReadyResponse").with("ready", true);
      }
      case "ServerMetadata" ->
          Fields.of("ServerMetadataResponse")
              .with("name", "echo")
              .with("version", EchoModels.VERSION)
              .with("extensions", List.of("binary_tensor_data"));
      case "ModelMetadata" -> metadata(model(parsed(method, message), "name", "version"));
      case "ModelInfer" -> {
        if (message.length > MOST_BYTES) {
          throw new Refusal(Status.RESOURCE_EXHAUSTED, "too large");
        }
        yield infer(parsed(method, message));
      }
      default -> throw new Refusal(Status.UNIMPLEMENTED, "no such method");
    };
  }

  static Fields parsed(String method, byte[] message) throws InvalidProtocolBufferException {
    return new Fields(
        DynamicMessage.parseFrom(InferenceProtocol.message(method + "Request"), message));
  }

  private static String model(Fields request, String name, String version) throws Refusal {
    if (!EchoModels.has(request.text(name))) {
      throw new Refusal(Status.NOT_FOUND, "no such model");
    }
    if (!List.of("", EchoModels.VERSION).contains(request.text(version))) {
      throw new Refusal(Status.NOT_FOUND, "no such version");
    }
    return request.text(name);
  }

  private static Fields metadata(String model) {
    List<Fields> tensors = EchoModels.specs(model).stream().map(HonestScript::tensor).toList();
    return Fields.of("ModelMetadataResponse")
        .with("name", model)
        .with("versions", List.of(EchoModels.VERSION))
        .with("platform", EchoModels.PLATFORM)
        .with("inputs", tensors)
        .with("outputs", tensors);
  }

  private static Fields tensor(TensorSpec spec) {
    return Fields.of("ModelMetadataResponse.TensorMetadata")
        .with("name", spec.name())
        .with("datatype", spec.type().name())
        .with("shape", spec.shape());
  }

  private static Fields infer(Fields request) throws Refusal, MalformedAnswer {
    String model = model(request, "model_name", "model_version");
    boolean raw = !request.bytes("raw_input_contents").isEmpty();
    if (raw && request.children("inputs").stream().anyMatch(input -> input.has("contents"))) {
      throw new Refusal(Status.INVALID_ARGUMENT, "contents beside raw_input_contents");
    }
    List<Tensor> inputs = Tensors.read(request, "inputs", "raw_input_contents");
    String complaint = EchoModels.complaint(model, inputs);
    if (!complaint.isEmpty()) {
      throw new Refusal(Status.INVALID_ARGUMENT, complaint);
    }
    List<Tensor> outputs = outputs(request, inputs);
    List<Fields> heads = new ArrayList<>();
    for (Tensor output : outputs) {
      Fields head =
          Fields.of("ModelInferResponse.InferOutputTensor")
              .with("name", output.name())
              .with("datatype", output.type().name())
              .with("shape", output.shape());
      heads.add(raw ? head : head.with("contents", TypedContents.of(output)));
    }
    Fields answer =
        Fields.of("ModelInferResponse")
            .with("model_name", model)
            .with("model_version", EchoModels.VERSION)
            .with("id", request.text("id"))
            .with("outputs", heads);
    return raw
        ? answer.with("raw_output_contents", outputs.stream().map(InferCall::raw).toList())
        : answer;
  }

  private static List<Tensor> outputs(Fields request, List<Tensor> inputs) throws Refusal {
    if (request.children("outputs").isEmpty()) {
      return inputs;
    }
    List<Tensor> outputs = new ArrayList<>();
    for (Fields output : request.children("outputs")) {
      outputs.add(
          inputs.stream()
              .filter(input -> input.name().equals(output.text("name")))
              .findFirst()
              .orElseThrow(() -> new Refusal(Status.INVALID_ARGUMENT, "no such output")));
    }
    return outputs;
  }

  private static HealthCheckResponse health(String service) throws Refusal {
    if (!List.of("", InferenceProtocol.SERVICE).contains(service)) {
      throw new Refusal(Status.NOT_FOUND, "no such service");
    }
    return HealthCheckResponse.newBuilder().setStatus(ServingStatus.SERVING).build();
  }

  private static ServerReflectionResponse reflection(ServerReflectionRequest request) {
    ServerReflectionResponse.Builder answer = ServerReflectionResponse.newBuilder();
    if (request.getMessageRequestCase()
        == ServerReflectionRequest.MessageRequestCase.LIST_SERVICES) {
      return answer
          .setListServicesResponse(
              ListServiceResponse.newBuilder()
                  .addService(ServiceResponse.newBuilder().setName(InferenceProtocol.SERVICE)))
          .build();
    }
    if (request.getFileContainingSymbol().equals(InferenceProtocol.SERVICE)) {
      return answer
          .setFileDescriptorResponse(
              FileDescriptorResponse.newBuilder()
                  .addFileDescriptorProto(InferenceProtocol.FILE.toProto().toByteString()))
          .build();
    }
    return answer
        .setErrorResponse(
            ErrorResponse.newBuilder()
                .setErrorCode(Status.Code.NOT_FOUND.value())
                .setErrorMessage("no such symbol"))
        .build();
  }
}
