package io.slipway.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import io.slipway.scoring.Column;
import io.slipway.scoring.DataType;
import io.slipway.scoring.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What one output of an ONNX model must be. */
public sealed interface ExpectedOutput {

  /** The output as the graph names it. */
  String name();

  /** A tensor. */
  record Tensor(Column column) implements ExpectedOutput {
    @Override
    public String name() {
      return column.name();
    }
  }

  /** A tensor of one value throughout, too large to be written out. */
  record Constant(String name, DataType type, Shape shape, double value)
      implements ExpectedOutput {}

  /** A tensor of which only type and shape can be known. */
  record Nondeterministic(String name, DataType type, Shape shape) implements ExpectedOutput {}

  /** A map a row, as ZipMap gives: label to score. */
  record SequenceOfMaps(String name, List<Map<String, Object>> maps) implements ExpectedOutput {}

  /** A list of tensors. */
  record SequenceOfTensors(String name, List<Column> tensors) implements ExpectedOutput {}

  /** One map. */
  record MapOutput(String name, Map<String, Object> map) implements ExpectedOutput {}

  /** Reads an entry of {@code onnx_expected.json}. */
  static ExpectedOutput of(JsonNode output) {
    String name = output.path("name").asText();
    if (output.has("sequence_of_maps")) {
      List<Map<String, Object>> maps = new ArrayList<>();
      output.path("sequence_of_maps").forEach(map -> maps.add(Json.objectOrEmpty(map)));
      return new SequenceOfMaps(name, maps);
    }
    if (output.has("sequence_of_tensors")) {
      List<Column> tensors = new ArrayList<>();
      output.path("sequence_of_tensors").forEach(tensor -> tensors.add(Json.column(tensor)));
      return new SequenceOfTensors(name, tensors);
    }
    if (output.has("map")) {
      return new MapOutput(name, Json.objectOrEmpty(output.path("map")));
    }
    DataType type = DataType.valueOf(output.path("datatype").asText());
    Shape shape = Json.shape(output.path("shape"));
    if (output.path("nondeterministic").asBoolean()) {
      return new Nondeterministic(name, type, shape);
    }
    if (output.has("constant")) {
      return new Constant(name, type, shape, output.path("constant").doubleValue());
    }
    return new Tensor(Json.column(output));
  }
}
