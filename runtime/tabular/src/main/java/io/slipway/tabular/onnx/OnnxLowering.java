package io.slipway.tabular.onnx;

import io.slipway.onnx.file.ElementType;
import io.slipway.onnx.file.GraphProto;
import io.slipway.onnx.file.GraphProto.ValueInfo;
import io.slipway.onnx.file.GraphProto.ValueType;
import io.slipway.onnx.file.ModelProto;
import io.slipway.onnx.file.NodeProto;
import io.slipway.onnx.file.TensorElements;
import io.slipway.onnx.file.TensorProto;
import io.slipway.scoring.DataType;
import io.slipway.scoring.Field;
import io.slipway.scoring.Landmarks;
import io.slipway.scoring.ModelLoadException;
import io.slipway.scoring.ModelLoadException.Reason;
import io.slipway.scoring.Shape;
import io.slipway.tabular.form.Program;
import io.slipway.tabular.model.TensorInput;
import io.slipway.tabular.model.TensorModel;
import io.slipway.tabular.model.TensorOutput;
import io.slipway.tabular.onnx.Value.Constant;
import io.slipway.tabular.onnx.Value.Maps;
import io.slipway.tabular.onnx.Value.Rows;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** From an ONNX graph to a model. */
public final class OnnxLowering {
  /** Operators are as these versions of the domains and those before have them. */
  private static final long NEWEST_OPSET = 23;

  private static final long NEWEST_ML_OPSET = 5;
  private static final Set<ElementType> TAKEN =
      Set.of(
          ElementType.FLOAT,
          ElementType.DOUBLE,
          ElementType.INT64,
          ElementType.INT32,
          ElementType.BOOL,
          ElementType.STRING);

  private final ModelProto model;
  private final Lowering lowering = new Lowering();

  private OnnxLowering(ModelProto model) {
    this.model = model;
  }

  /**
   * @throws ModelLoadException with {@link Reason#MODEL_UNSUPPORTED} if the graph has anything that
   *     is not known here
   */
  public static TensorModel lower(ModelProto model) throws ModelLoadException {
    return new OnnxLowering(model).lower();
  }

  private TensorModel lower() throws ModelLoadException {
    GraphProto graph = model.graph();
    List<Node> nodes = nodes(graph);
    Set<String> constants = new HashSet<>();
    for (TensorProto tensor : graph.initializers()) {
      constants.add(tensor.name());
    }
    List<ValueInfo> fed =
        graph.inputs().stream().filter(input -> !constants.contains(input.name())).toList();
    Set<String> read = new HashSet<>();
    nodes.forEach(node -> read.addAll(node.proto().inputs()));
    graph.outputs().forEach(output -> read.add(output.name()));
    List<TensorInput> inputs = new ArrayList<>();
    for (ValueInfo input : fed) {
      inputs.add(input(input, read.contains(input.name())));
    }
    for (TensorProto tensor : graph.initializers()) {
      lowering.define(tensor.name(), constant(tensor));
    }
    for (Node node : nodes) {
      Operators.of(node).orElseThrow().lower(node, lowering);
    }
    boolean anyLength = fed.stream().anyMatch(input -> shape(input).dimension(0) == Shape.DYNAMIC);
    List<TensorOutput> outputs = new ArrayList<>();
    for (ValueInfo output : graph.outputs()) {
      outputs.addAll(outputs(output, anyLength ? Shape.DYNAMIC : length(fed)));
    }
    requireNames("input", inputs.stream().map(input -> input.field().name()).toList());
    requireNames("output", outputs.stream().map(output -> output.field().name()).toList());
    return new TensorModel(
        inputs,
        outputs,
        lowering.checks(),
        new Program(lowering.initial(), 0, lowering.ops()),
        new Landmarks(List.of(), lowering.landmarks()));
  }

  /** All operators are looked at before anything large is read. */
  private List<Node> nodes(GraphProto graph) throws ModelLoadException {
    List<Node> nodes = new ArrayList<>();
    for (NodeProto proto : graph.nodes()) {
      Node node = new Node(proto, nodes.size(), model.opsets().getOrDefault(proto.domain(), 1L));
      long newest = proto.domain().isEmpty() ? NEWEST_OPSET : NEWEST_ML_OPSET;
      if (Operators.of(node).isEmpty()) {
        throw node.refuse("this operator is not known");
      }
      if (node.opset() > newest) {
        throw node.refuse("version " + node.opset() + " of its operator set is not known");
      }
      nodes.add(node);
    }
    if (!model.functions().isEmpty()) {
      throw refuse("the model defines operators of its own");
    }
    return nodes;
  }

  private static ModelLoadException refuse(String why) {
    return new ModelLoadException(Reason.MODEL_UNSUPPORTED, why);
  }

  private static void requireNames(String kind, List<String> names) throws ModelLoadException {
    if (names.stream().distinct().count() != names.size()) {
      throw refuse("two " + kind + "s have one name");
    }
  }

  private TensorInput input(ValueInfo input, boolean isRead) throws ModelLoadException {
    ElementType type =
        input.type() instanceof ValueType.Tensor tensor
            ? ElementType.of(tensor.elementType()).orElse(ElementType.COMPLEX64)
            : ElementType.COMPLEX64;
    Shape shape = shape(input);
    if (!TAKEN.contains(type)) {
      throw refuse("the input '" + input.name() + "' has elements of type " + type);
    }
    if (shape.rank() < 1 || shape.rank() > 2 || (shape.rank() == 2 && shape.dimension(1) < 1)) {
      throw refuse(
          "the input '%s' has shape %s, not rows of a known number of elements"
              .formatted(input.name(), shape));
    }
    if (shape.dimension(0) == 0) {
      throw refuse("the input '" + input.name() + "' has no rows");
    }
    List<Integer> rest =
        shape.rank() == 1
            ? List.of()
            : List.of((int) Math.min(shape.dimension(1), Integer.MAX_VALUE));
    Rows rows = lowering.input(input.name(), type, rest);
    return new TensorInput(
        Field.tensor(input.name(), dataType(rows), shape),
        isRead ? rows.slot() : -1,
        rows.width(),
        lowering.dictionary());
  }

  private static Shape shape(ValueInfo value) {
    return value.type() instanceof ValueType.Tensor tensor
        ? tensor.shape().orElse(Shape.of())
        : Shape.of();
  }

  static Constant constant(TensorProto tensor) throws ModelLoadException {
    ElementType type = ElementType.of(tensor.type()).orElse(ElementType.COMPLEX64);
    // One of no elements may have any others.
    if (tensor.dims().stream().anyMatch(dim -> dim > Integer.MAX_VALUE)) {
      throw refuse("the tensor '" + tensor.name() + "' has dimensions " + tensor.dims());
    }
    return type == ElementType.STRING
        ? new Constant(type, tensor.dims(), new double[0], TensorElements.texts(tensor))
        : new Constant(type, tensor.dims(), TensorElements.numbers(tensor), List.of());
  }

  private static DataType dataType(Rows rows) {
    return rows.type().dataType().orElseThrow();
  }

  /** The length of batches where none may be of any length. */
  private static long length(List<ValueInfo> fed) {
    return fed.isEmpty() ? Shape.DYNAMIC : shape(fed.get(0)).dimension(0);
  }

  private List<TensorOutput> outputs(ValueInfo output, long batch) throws ModelLoadException {
    Value value =
        lowering
            .value(output.name())
            .orElseThrow(() -> refuse("no node makes the output '" + output.name() + "'"));
    if (value instanceof Maps maps) {
      List<TensorOutput> columns = new ArrayList<>();
      for (int i = 0; i < maps.labels().size(); i++) {
        columns.add(
            new TensorOutput(
                Field.tensor(
                    output.name() + "." + maps.labels().get(i),
                    DataType.FP32,
                    Shape.of(Shape.DYNAMIC)),
                maps.scores().slot() + i,
                List.of(),
                lowering.dictionary()));
      }
      return columns;
    }
    if (!(value instanceof Rows rows)) {
      throw refuse(
          "the output '" + output.name() + "' is not a tensor with a row for each of the batch");
    }
    if (rows.type() == ElementType.INT64 && lowering.isAsItCame(rows)) {
      throw refuse("the output '" + output.name() + "' holds numbers of the input beyond 2^53");
    }
    if (rows.type() == ElementType.STRING && lowering.isAsItCame(rows)) {
      throw refuse("the output '" + output.name() + "' is text that the model does not know");
    }
    Shape declared = shape(output);
    long[] dims = new long[rows.rank()];
    dims[0] = batch;
    for (int i = 1; i < dims.length; i++) {
      dims[i] = rows.rest().get(i - 1);
    }
    if (declared.rank() > 0 && !isDeclared(declared, dims)) {
      throw refuse(
          "the output '%s' is declared of shape %s and comes out as %s"
              .formatted(output.name(), declared, Shape.of(dims)));
    }
    return List.of(
        new TensorOutput(
            Field.tensor(output.name(), dataType(rows), Shape.of(dims)),
            rows.slot(),
            rows.rest(),
            lowering.dictionary()));
  }

  /** One row that is declared beside inputs of any number is not believed. */
  private static boolean isDeclared(Shape declared, long[] dims) {
    boolean fits = declared.rank() == dims.length;
    for (int axis = 0; fits && axis < dims.length; axis++) {
      long length = declared.dimension(axis);
      fits = length == Shape.DYNAMIC || length == dims[axis] || (axis == 0 && length == 1);
    }
    return fits;
  }
}
