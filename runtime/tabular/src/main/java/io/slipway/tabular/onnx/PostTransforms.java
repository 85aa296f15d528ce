package io.slipway.tabular.onnx;

import io.slipway.scoring.ModelLoadException;
import io.slipway.tabular.form.Precision;
import io.slipway.tabular.tensor.PostTransform;
import java.util.List;

/** Reads the attribute post_transform. */
final class PostTransforms {
  /**
   * By the numbers that ONNX Runtime has for them in TreeEnsemble. The standard has those of
   * LOGISTIC and SOFTMAX the other way round.
   */
  private static final List<PostTransform> NUMBERED =
      List.of(
          PostTransform.NONE,
          PostTransform.LOGISTIC,
          PostTransform.SOFTMAX,
          PostTransform.SOFTMAX_ZERO,
          PostTransform.PROBIT);

  private PostTransforms() {}

  /** By its name, for scores in single precision. */
  static PostTransform of(Node node) throws ModelLoadException {
    String name = node.text("post_transform", "NONE");
    for (PostTransform known : NUMBERED) {
      if (known.name().equals(name)) {
        return known;
      }
    }
    throw node.refuse("post_transform " + name + " is not known");
  }

  /**
   * By its number, for scores in the precision of the output. One target has none but PROBIT: the
   * library leaves it as it is.
   */
  static PostTransform numbered(Node node, int targets, Precision output)
      throws ModelLoadException {
    long number = node.number("post_transform", 0);
    if (number < 0 || number >= NUMBERED.size()) {
      throw node.refuse("post_transform " + number + " is not known");
    }
    PostTransform post = NUMBERED.get((int) number);
    if (targets == 1 && post != PostTransform.PROBIT) {
      post = PostTransform.NONE;
    }
    if (output == Precision.SINGLE) {
      return post;
    }
    if (post != PostTransform.NONE) {
      throw node.refuse(
          "post_transform %s of doubles, which ONNX Runtime computes in single precision"
              .formatted(post));
    }
    return PostTransform.NONE_OF_DOUBLES;
  }
}
