package io.slipway.tabular;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.scoring.Batch;
import io.slipway.scoring.Column;
import io.slipway.scoring.DataType;
import io.slipway.scoring.Model;
import io.slipway.scoring.ScoringException;
import io.slipway.scoring.Shape;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts in tensors, which the library takes in UTF-8: half a character has none. */
class OnnxTextsTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"\ud83d\ude00", "x", "\ud83d", "x\ude00", "\ud83dx", "\ude00\ud83d"})
  void halfACharacterIsRefusedAsByTheLibrarysEngine(String text) throws Exception {
    Path file =
        new GraphFile()
            .input("t", GraphFile.STRING, -1, 1)
            .output("code", GraphFile.INT64, -1, 1)
            .node(
                GraphFile.ML,
                "LabelEncoder",
                List.of("t"),
                List.of("code"),
                node -> node.texts("keys_strings", List.of("x")).integers("values_int64s", 4))
            .write(folder.resolve("texts.onnx"));
    Batch row = Batch.of(Column.of("t", DataType.BYTES, Shape.of(1, 1), new String[] {text}));
    try (Model expected = OnnxReference.load(file);
        Model actual = OnnxReader.read(file)) {
      assertThat(message(actual, row)).isEqualTo(message(expected, row));
    }
  }

  private static String message(Model model, Batch batch) {
    try {
      model.score(batch);
      return "";
    } catch (ScoringException e) {
      return String.valueOf(e.getMessage());
    }
  }
}
