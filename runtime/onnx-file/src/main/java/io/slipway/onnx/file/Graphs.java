package io.slipway.onnx.file;

import io.slipway.scoring.ModelLoadException;
import java.util.List;

/** Goes through the nodes and tensors of a model, those in subgraphs and functions included. */
final class Graphs {
  /** Something done with each node. */
  interface NodeVisitor {
    void visit(NodeProto node) throws ModelLoadException;
  }

  /** Something done with each constant tensor. */
  interface TensorVisitor {
    void visit(TensorProto tensor) throws ModelLoadException;
  }

  private Graphs() {}

  static void forEachNode(ModelProto model, NodeVisitor visitor) throws ModelLoadException {
    forEachNode(model.graph().nodes(), visitor);
    for (ModelProto.Function function : model.functions()) {
      forEachNode(function.nodes(), visitor);
    }
  }

  static void forEachNode(List<NodeProto> nodes, NodeVisitor visitor) throws ModelLoadException {
    for (NodeProto node : nodes) {
      visitor.visit(node);
      for (AttributeProto attribute : node.attributes()) {
        for (GraphProto graph : attribute.graphs()) {
          forEachNode(graph.nodes(), visitor);
        }
      }
    }
  }

  static void forEachTensor(ModelProto model, TensorVisitor visitor) throws ModelLoadException {
    visitInitializers(model.graph(), visitor);
    forEachNode(
        model,
        node -> {
          for (AttributeProto attribute : node.attributes()) {
            for (TensorProto tensor : attribute.tensors()) {
              visitor.visit(tensor);
            }
            for (GraphProto graph : attribute.graphs()) {
              visitInitializers(graph, visitor);
            }
          }
        });
  }

  private static void visitInitializers(GraphProto graph, TensorVisitor visitor)
      throws ModelLoadException {
    for (TensorProto tensor : graph.initializers()) {
      visitor.visit(tensor);
    }
  }
}
