package io.slipway.tabular.onnx;

import io.slipway.onnx.file.AttributeProto;
import io.slipway.onnx.file.NodeProto;
import io.slipway.onnx.file.TensorElements;
import io.slipway.onnx.file.TensorProto;
import io.slipway.scoring.ModelLoadException;
import io.slipway.scoring.ModelLoadException.Reason;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A node, as its operator reads it.
 *
 * @param position counted from 0
 * @param opset the version of its domain's operators that the file asks for
 */
record Node(NodeProto proto, int position, long opset) {
  private static final int LONGEST_NAME = 60;

  /** That the graph cannot be lowered because of this node. */
  ModelLoadException refuse(String why) {
    String name = proto.name();
    String shown = name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME) + "...";
    return new ModelLoadException(
        Reason.MODEL_UNSUPPORTED,
        "node %d%s (%s): %s"
            .formatted(
                position,
                shown.isEmpty() ? "" : " '" + shown.replaceAll("\\p{Cntrl}", "?") + "'",
                proto.qualifiedOperator(),
                why));
  }

  /** Refuses attributes beside those that its operator reads: they may change its meaning. */
  void knows(String... attributes) throws ModelLoadException {
    Set<String> known = Set.of(attributes);
    for (AttributeProto attribute : proto.attributes()) {
      if (!known.contains(attribute.name())) {
        throw refuse("attribute " + attribute.name() + " is not known");
      }
    }
  }

  boolean has(String attribute) {
    return proto.attribute(attribute).isPresent();
  }

  /** Whether there is an input at this place. */
  boolean hasInput(int place) {
    return place < proto.inputs().size() && !proto.inputs().get(place).isEmpty();
  }

  long number(String attribute, long otherwise) throws ModelLoadException {
    Optional<AttributeProto> found = proto.attribute(attribute);
    return found.isPresent() ? found.get().number() : otherwise;
  }

  /** Of something: 0 where it is absent, and the nearest that an int can be. */
  int count(String attribute) throws ModelLoadException {
    return (int) Math.min(Math.max(number(attribute, 0), 0), Integer.MAX_VALUE);
  }

  float real(String attribute, float otherwise) throws ModelLoadException {
    Optional<AttributeProto> found = proto.attribute(attribute);
    return found.isPresent() ? found.get().real() : otherwise;
  }

  String text(String attribute, String otherwise) throws ModelLoadException {
    Optional<AttributeProto> found = proto.attribute(attribute);
    return found.isPresent() ? found.get().text() : otherwise;
  }

  long[] integers(String attribute) throws ModelLoadException {
    Optional<AttributeProto> found = proto.attribute(attribute);
    return found.isPresent() ? found.get().integers() : new long[0];
  }

  List<String> texts(String attribute) throws ModelLoadException {
    Optional<AttributeProto> found = proto.attribute(attribute);
    return found.isPresent() ? found.get().strings() : List.of();
  }

  double[] reals(String attribute) throws ModelLoadException {
    Optional<AttributeProto> found = proto.attribute(attribute);
    return found.isPresent() ? widened(found.get().floats()) : new double[0];
  }

  /** A list of floats, or the tensor that newer operators have in its place. */
  double[] realsOrTensor(String attribute) throws ModelLoadException {
    Optional<TensorProto> tensor = tensor(attribute + "_as_tensor");
    return tensor.isPresent() ? TensorElements.numbers(tensor.get()) : reals(attribute);
  }

  Optional<TensorProto> tensor(String attribute) {
    return proto.attribute(attribute).flatMap(a -> a.tensors().stream().findFirst());
  }

  private static double[] widened(float[] floats) {
    double[] doubles = new double[floats.length];
    for (int i = 0; i < floats.length; i++) {
      doubles[i] = floats[i];
    }
    return doubles;
  }
}
