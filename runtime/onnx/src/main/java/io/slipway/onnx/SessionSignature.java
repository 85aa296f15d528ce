package io.slipway.onnx;

import ai.onnxruntime.MapInfo;
import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.SequenceInfo;
import ai.onnxruntime.TensorInfo;
import ai.onnxruntime.ValueInfo;
import io.slipway.onnx.file.GraphProto;
import io.slipway.onnx.file.GraphProto.ValueType;
import io.slipway.scoring.DataType;
import io.slipway.scoring.Field;
import io.slipway.scoring.ModelLoadException;
import io.slipway.scoring.ModelLoadException.Reason;
import io.slipway.scoring.Shape;
import io.slipway.scoring.Signature;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a session takes and gives. Names, types and shapes are the session's own, after its shape
 * inference; the file adds what the library does not tell: whether a number of dimensions is known
 * at all, and the labels of a ZipMap.
 *
 * <p>A tensor whose number of dimensions nobody knows is described as [-1], and any shape is
 * accepted. Initializers that a graph lists among its inputs too are weights: the library's Java
 * interface feeds no others in their place, so they are no inputs here.
 *
 * @param signature as callers see it
 * @param outputs how each of the session's outputs becomes columns
 * @param unranked inputs of any shape
 */
record SessionSignature(Signature signature, List<Output> outputs, Set<String> unranked) {

  static SessionSignature of(OrtSession session, GraphProto graph)
      throws OrtException, ModelLoadException {
    List<Field> inputs = new ArrayList<>();
    Set<String> unranked = new HashSet<>();
    for (Map.Entry<String, NodeInfo> input : session.getInputInfo().entrySet()) {
      if (!(input.getValue().getInfo() instanceof TensorInfo tensor)) {
        throw unsupported(
            "the input '%s' is no tensor; sequences and maps cannot be fed: export the model with tensors"
                .formatted(input.getKey()));
      }
      inputs.add(tensorField("input", input.getKey(), tensor, graph.inputs()));
      if (isUnranked(input.getKey(), tensor, graph.inputs())) {
        unranked.add(input.getKey());
      }
    }
    List<Output> outputs = new ArrayList<>();
    for (Map.Entry<String, NodeInfo> output : session.getOutputInfo().entrySet()) {
      Output described = output(output.getKey(), output.getValue().getInfo(), graph);
      outputs.add(
          described instanceof Output.Tensor tensor
              ? new Output.Tensor(withBatch(tensor.field(), inputs))
              : described);
    }
    List<Field> fields = outputs.stream().flatMap(output -> output.fields().stream()).toList();
    Set<String> names = new HashSet<>();
    for (Field field : fields) {
      if (!names.add(field.name())) {
        throw unsupported("two outputs would be named '" + field.name() + "'; rename one");
      }
    }
    return new SessionSignature(
        new Signature(inputs, fields), List.copyOf(outputs), Set.copyOf(unranked));
  }

  private static Output output(String name, ValueInfo info, GraphProto graph)
      throws ModelLoadException {
    if (info instanceof TensorInfo tensor) {
      return new Output.Tensor(tensorField("output", name, tensor, graph.outputs()));
    }
    if (info instanceof SequenceInfo sequence && sequence.isSequenceOfMaps()) {
      return maps(name, sequence.mapInfo, graph);
    }
    if (info instanceof SequenceInfo sequence) {
      return new Output.Stack(
          Field.tensor(
              name, dataType(name, sequence.sequenceType), stackedShape(name, graph.outputs())));
    }
    throw unsupported(
        "the output '%s' is neither a tensor nor a sequence: export the model with tensors"
            .formatted(name));
  }

  private static Output maps(String name, MapInfo map, GraphProto graph) throws ModelLoadException {
    if (map.valueType != OnnxJavaType.FLOAT) {
      throw unsupported("the output '" + name + "' has maps of other values than FLOAT");
    }
    List<Object> labels = ZipMapLabels.of(name, graph);
    if (labels.isEmpty()) {
      throw unsupported(
          "the output '%s' has maps that no ZipMap makes, so their keys are not known before scoring: export the model with tensors (skl2onnx: options={'zipmap': False})"
              .formatted(name));
    }
    if (labels.stream().anyMatch(l -> l instanceof String text && !Utf8.isSameModified(text))) {
      throw unsupported(
          "the output '%s' has maps with labels beyond U+FFFF, which the library garbles: export the model with tensors (skl2onnx: options={'zipmap': False})"
              .formatted(name));
    }
    return Output.Maps.of(name, labels);
  }

  private static Field tensorField(
      String kind, String name, TensorInfo tensor, List<GraphProto.ValueInfo> declared)
      throws ModelLoadException {
    DataType type =
        TensorTypes.of(tensor.onnxType)
            .orElseThrow(
                () ->
                    unsupported(
                        "the %s '%s' has elements of a type that the Open Inference Protocol does not have: cast it in the model"
                            .formatted(kind, name)));
    Shape shape =
        isUnranked(name, tensor, declared)
            ? Shape.of(Shape.DYNAMIC)
            : Shape.of(tensor.getShape().clone());
    return Field.tensor(name, type, shape);
  }

  /**
   * Converters of boosted trees declare one row of output whatever the input; the library notices
   * when it scores and goes on. A leading 1 beside a batched input is not believed.
   */
  private static Field withBatch(Field output, List<Field> inputs) {
    long[] dims = output.shape().toArray();
    boolean batched =
        inputs.stream()
            .anyMatch(i -> i.shape().rank() > 0 && i.shape().dimension(0) == Shape.DYNAMIC);
    if (!batched || dims.length == 0 || dims[0] != 1) {
      return output;
    }
    dims[0] = Shape.DYNAMIC;
    return Field.tensor(output.name(), output.type(), Shape.of(dims));
  }

  /**
   * The library describes a tensor of unknown rank and a scalar alike; the file tells them apart.
   */
  private static boolean isUnranked(
      String name, TensorInfo tensor, List<GraphProto.ValueInfo> declared) {
    return tensor.getShape().length == 0
        && declared.stream()
            .filter(value -> value.name().equals(name))
            .noneMatch(
                value -> value.type() instanceof ValueType.Tensor type && type.shape().isPresent());
  }

  private static Shape stackedShape(String name, List<GraphProto.ValueInfo> declared) {
    for (GraphProto.ValueInfo value : declared) {
      if (value.name().equals(name)
          && value.type() instanceof ValueType.Sequence sequence
          && sequence.element() instanceof ValueType.Tensor tensor
          && tensor.shape().isPresent()) {
        return Shapes.prepended(Shape.DYNAMIC, tensor.shape().get());
      }
    }
    return Shape.of(Shape.DYNAMIC);
  }

  private static DataType dataType(String name, OnnxJavaType type) throws ModelLoadException {
    return TensorTypes.of(TensorInfo.OnnxTensorType.mapFromJavaType(type))
        .orElseThrow(
            () ->
                unsupported(
                    "the output '%s' is a sequence of a type that the Open Inference Protocol does not have"
                        .formatted(name)));
  }

  private static ModelLoadException unsupported(String message) {
    return new ModelLoadException(Reason.MODEL_UNSUPPORTED, message);
  }
}
