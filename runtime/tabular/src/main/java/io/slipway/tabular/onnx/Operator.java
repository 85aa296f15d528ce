package io.slipway.tabular.onnx;

import io.slipway.scoring.ModelLoadException;

/** How nodes of one operator are lowered. */
interface Operator {

  /**
   * Gives the node's outputs their values, and the program what computes them.
   *
   * @throws ModelLoadException if the node says something that is not known here
   */
  void lower(Node node, Lowering lowering) throws ModelLoadException;
}
