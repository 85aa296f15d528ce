package io.slipway.tabular.onnx;

import io.slipway.scoring.ModelLoadException;
import io.slipway.tabular.tensor.PostTransform;

/** Reads the attribute post_transform. */
final class PostTransforms {
  private PostTransforms() {}

  static PostTransform of(Node node) throws ModelLoadException {
    String name = node.text("post_transform", "NONE");
    for (PostTransform known : PostTransform.values()) {
      if (known.name().equals(name)) {
        return known;
      }
    }
    throw node.refuse("post_transform " + name + " is not known");
  }
}
