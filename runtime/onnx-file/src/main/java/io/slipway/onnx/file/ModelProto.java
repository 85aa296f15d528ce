package io.slipway.onnx.file;

import java.util.List;
import java.util.Map;

/**
 * An ONNX file, as far as checks and the signature need it.
 *
 * @param irVersion of the file format
 * @param opsets version by domain; the domain of ai.onnx is empty
 * @param graph the model
 * @param functions operators that the file itself defines
 */
public record ModelProto(
    long irVersion, Map<String, Long> opsets, GraphProto graph, List<Function> functions) {

  /**
   * An operator made of others.
   *
   * @param domain of the operator
   * @param name of the operator
   * @param nodes what it is made of
   */
  public record Function(String domain, String name, List<NodeProto> nodes) {}
}
