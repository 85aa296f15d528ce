package io.slipway.tabular;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.scoring.Model;
import io.slipway.scoring.ModelLoadException;
import io.slipway.scoring.ModelLoadException.Reason;
import io.slipway.testkit.ProtoMessage;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Small graphs that lead to sizes that are none, or that nobody has room for. */
@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BadGraphsTest {
  private static final int WIDE = 1 << 19;

  @TempDir Path folder;

  private static GraphFile graph(int width) {
    return new GraphFile()
        .input("x", GraphFile.FLOAT, -1, width)
        .input("k", GraphFile.INT64, -1, 1)
        .output("y", GraphFile.FLOAT, -1, 1);
  }

  static Stream<Arguments> graphs() {
    return Stream.of(
        Arguments.of(
            "rows of shape [-1.0, 65536.0, 65536.0",
            graph(4)
                .constant("s", GraphFile.INT64, new double[] {-1, 1 << 16, 1 << 16}, 3)
                .node("", "Reshape", List.of("x", "s"), List.of("y"), node -> {})),
        Arguments.of(
            "rows of shape [0.0, 65536.0, 65536.0, -1.0",
            graph(4)
                .constant("s", GraphFile.INT64, new double[] {0, 1 << 16, 1 << 16, -1}, 4)
                .node("", "Reshape", List.of("x", "s"), List.of("y"), node -> {})),
        Arguments.of(
            "(Concat): a row takes more than 1048576 numbers",
            graph(WIDE)
                .node(
                    "",
                    "Concat",
                    Collections.nCopies((int) ((1L << 32) / WIDE), "x"),
                    List.of("y"),
                    node -> node.number("axis", 1))),
        Arguments.of(
            "the tensor 'w' has dimensions [4, 0, 4294967296]",
            graph(4)
                .constant("w", GraphFile.FLOAT, new double[0], 4, 0, 1L << 32)
                .node("", "Add", List.of("x", "w"), List.of("y"), node -> {})),
        Arguments.of(
            "(Slice): other than one axis",
            graph(4)
                .constant("one", GraphFile.INT64, new double[] {1}, 1)
                .constant("none", GraphFile.INT64, new double[0], 0)
                .node("", "Slice", List.of("x", "one", "one", "none"), List.of("y"), node -> {})),
        Arguments.of(
            "(Slice): steps",
            graph(4)
                .constant("none", GraphFile.INT64, new double[0], 0)
                .constant("one", GraphFile.INT64, new double[] {1}, 1)
                .constant("two", GraphFile.INT64, new double[] {2}, 1)
                .node(
                    "",
                    "Slice",
                    List.of("x", "one", "two", "one", "none"),
                    List.of("y"),
                    node -> {})),
        Arguments.of(
            "default_tensor has 0 elements of type FLOAT for values of type FLOAT",
            encoder(node -> node.tensor("default_tensor", GraphFile.FLOAT))),
        Arguments.of(
            "default_tensor has 1 elements of type INT64 for values of type FLOAT",
            encoder(node -> node.tensor("default_tensor", GraphFile.INT64, 1))));
  }

  private static GraphFile encoder(java.util.function.Consumer<GraphFile.Attributes> more) {
    return graph(4)
        .opsets(18, 4)
        .node(
            GraphFile.ML,
            "LabelEncoder",
            List.of("k"),
            List.of("y"),
            node -> {
              node.tensor("keys_tensor", GraphFile.INT64, 1)
                  .tensor("values_tensor", GraphFile.FLOAT, 2);
              more.accept(node);
            });
  }

  @ParameterizedTest
  @MethodSource("graphs")
  void isLeftToTheLibraryByName(String why, GraphFile graph) throws Exception {
    Path file = graph.write(folder.resolve("graph.onnx"));
    assertThatThrownBy(() -> OnnxReader.read(file))
        .isInstanceOf(ModelLoadException.class)
        .hasMessageContaining(why)
        .extracting(e -> ((ModelLoadException) e).reason())
        .isEqualTo(Reason.MODEL_UNSUPPORTED);
  }

  /** Protobuf passes over such a field, so that what it says would depend on who reads it. */
  @Test
  void aFieldOfAnotherKindIsRefused() throws Exception {
    ProtoMessage model =
        ProtoMessage.read(ByteBuffer.wrap(RandomGraphs.numbers().toByteArray())).orElseThrow();
    List<ProtoMessage.Field> fields = new ArrayList<>(model.fields());
    ByteBuffer eight = ByteBuffer.wrap(new byte[] {8, 0, 0, 0});
    fields.set(0, new ProtoMessage.Field(1, ProtoMessage.Kind.FIXED32, eight));
    Path file = folder.resolve("kind.onnx");
    Files.write(file, new ProtoMessage(fields).toByteArray());
    assertThatThrownBy(() -> OnnxReader.read(file))
        .isInstanceOf(ModelLoadException.class)
        .hasMessageContaining("not well-formed ONNX: field 1 is not a whole number");
  }

  /** As many texts as elements of the input times keys would be 26 thousand million. */
  @Test
  void manyKeysOfAWideInputAreReadOnce() throws Exception {
    double[] keys = IntStream.range(0, 100_000).mapToDouble(i -> i).toArray();
    Path file =
        new GraphFile()
            .opsets(18, 4)
            .input("x", GraphFile.INT64, -1, 1 << 18)
            .output("y", GraphFile.INT64, -1, 1 << 18)
            .node(
                GraphFile.ML,
                "LabelEncoder",
                List.of("x"),
                List.of("y"),
                node ->
                    node.tensor("keys_tensor", GraphFile.INT64, keys)
                        .tensor("values_tensor", GraphFile.INT64, keys))
            .write(folder.resolve("keys.onnx"));
    try (Model model = OnnxReader.read(file)) {
      assertThat(model.landmarks().values().get("x"))
          .hasSize(2000)
          .startsWith("0.0", "1.0", "2.0")
          .doesNotHaveDuplicates();
    }
  }
}
