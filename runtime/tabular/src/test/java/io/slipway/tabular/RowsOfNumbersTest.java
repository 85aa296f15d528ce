package io.slipway.tabular;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.scoring.Batch;
import io.slipway.scoring.Column;
import io.slipway.scoring.DataType;
import io.slipway.scoring.Field;
import io.slipway.scoring.Model;
import io.slipway.scoring.ModelLoadException;
import io.slipway.scoring.RowLayout;
import io.slipway.scoring.Shape;
import io.slipway.testkit.TestModel;
import io.slipway.testkit.TestModels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A row without columns around its numbers says what it says with them, refusals and all. */
class RowsOfNumbersTest {
  private static final double[] ODD = {
    Double.NaN,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY,
    -0.0,
    0.0,
    Double.MIN_VALUE,
    -Double.MAX_VALUE
  };

  private static final int LAYOUTS = 6;
  private static final int ROWS = 20;

  private Path file = Path.of("");

  @BeforeProperty
  void makeFile() throws Exception {
    file = Files.createTempFile("random", ".pmml");
  }

  @AfterProperty
  void removeFile() throws Exception {
    Files.delete(file);
  }

  static Stream<TestModel> models() {
    return TestModels.available().stream().filter(model -> model.pmml().isPresent());
  }

  @ParameterizedTest
  @MethodSource("models")
  void ofARealModel(TestModel files) throws Exception {
    try (Model model = PmmlReader.read(files.pmml().orElseThrow())) {
      compare(model, new Random(1));
    }
  }

  @Property(tries = 300, shrinking = ShrinkingMode.OFF)
  void ofADocumentMadeAtRandom(@ForAll long seed) throws Exception {
    Files.writeString(file, new RandomDocuments(seed).next());
    try (Model model = PmmlReader.read(file)) {
      compare(model, new Random(seed));
    } catch (ModelLoadException e) {
      assertThat(e.reason()).isEqualTo(ModelLoadException.Reason.MODEL_UNSUPPORTED);
    }
  }

  private static void compare(Model model, Random random) {
    for (int i = 0; i < LAYOUTS; i++) {
      List<String> names = names(model, random);
      // The first two are what most callers send: all inputs in their order.
      if (i >= 2) {
        Collections.shuffle(names, random);
        names.removeIf(name -> random.nextInt(12) == 0);
      }
      if (i == LAYOUTS - 1 || names.isEmpty()) {
        names.add("nobody's");
      }
      Shape shape = random.nextBoolean() ? Shape.of(1) : Shape.of(1, 1);
      RowLayout layout =
          RowLayout.of(columns(names, shape, new double[names.size()])).orElseThrow();
      for (int row = 0; row < ROWS; row++) {
        double[] values = new double[names.size()];
        for (int k = 0; k < values.length; k++) {
          values[k] =
              random.nextInt(8) == 0
                  ? ODD[random.nextInt(ODD.length)]
                  : random.nextInt(-40, 80) / (random.nextBoolean() ? 4.0 : 1.0);
        }
        assertThat(Twin.answer(model, Batch.of(layout, values)))
            .as("%s of %s", names, Arrays.toString(values))
            .isEqualTo(Twin.answer(model, columns(names, shape, values)));
      }
    }
  }

  /** Of all inputs that are such numbers. */
  private static List<String> names(Model model, Random random) {
    List<String> names = new ArrayList<>();
    for (Field field : model.signature().inputs()) {
      // One of another type than the model's is refused, in the same words.
      if (field.type() == DataType.FP64 || random.nextInt(10) == 0) {
        names.add(field.name());
      }
    }
    return names;
  }

  private static Batch columns(List<String> names, Shape shape, double[] values) {
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      columns.add(Column.of(names.get(i), DataType.FP64, shape, new double[] {values[i]}));
    }
    return Batch.of(columns);
  }
}
