package io.slipway.conformance.check;

/**
 * What a server is held to.
 *
 * @param source the document
 * @param section its heading
 * @param sentence of the document; in brackets what follows from it
 */
public record Rule(Source source, String section, String sentence) {

  /** The documents. */
  public enum Source {
    /** kserve/open-inference-protocol: specification/protocol/inference_rest.md. */
    REST("Open Inference Protocol, inference_rest.md"),
    /** kserve/kserve: docs/predict-api/v2/required_api.md, where the data types are. */
    REQUIRED_API("V2 inference protocol, required_api.md"),
    /** triton-inference-server/server: docs/protocol/extension_binary_data.md. */
    BINARY("Triton, extension_binary_data.md"),
    /** triton-inference-server/server: docs/protocol/extension_model_repository.md. */
    REPOSITORY("Triton, extension_model_repository.md"),
    /** triton-inference-server/server: docs/protocol/extension_statistics.md. */
    STATISTICS("Triton, extension_statistics.md"),
    /** kserve/open-inference-protocol: specification/protocol/inference_grpc.md. */
    GRPC("Open Inference Protocol, inference_grpc.md"),
    /** grpc/grpc: doc/statuscodes.md. */
    GRPC_STATUS("gRPC, statuscodes.md"),
    /** grpc/grpc: doc/health-checking.md. */
    GRPC_HEALTH("gRPC, health-checking.md"),
    /** grpc/grpc: src/proto/grpc/reflection/v1/reflection.proto. */
    GRPC_REFLECTION("gRPC, reflection.proto");

    private final String title;

    Source(String title) {
      this.title = title;
    }
  }

  public String text() {
    return "%s, \"%s\": %s".formatted(source.title, section, sentence);
  }
}
