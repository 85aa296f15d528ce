package io.slipway.conformance.check;

/** The parts that checks are grouped in, in the order of the specification. */
public enum Section {
  HEALTH("Health"),
  SERVER_METADATA("Server metadata"),
  MODEL_METADATA("Model metadata"),
  INFERENCE("Inference"),
  TENSOR_DATA("Tensor data"),
  DATATYPES("Tensor data types"),
  PARAMETERS("Parameters"),
  ERRORS("Errors"),
  BINARY("Binary tensor data"),
  REPOSITORY("Model repository"),
  STATISTICS("Statistics"),
  GRPC_HEALTH("gRPC: health"),
  GRPC_METADATA("gRPC: metadata"),
  GRPC_INFERENCE("gRPC: inference"),
  GRPC_DATATYPES("gRPC: tensor data types"),
  GRPC_ERRORS("gRPC: errors"),
  GRPC_HEALTH_V1("gRPC: health checking"),
  GRPC_REFLECTION("gRPC: reflection");

  private final String title;

  Section(String title) {
    this.title = title;
  }

  public String title() {
    return title;
  }
}
