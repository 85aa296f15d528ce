package io.slipway.tabular;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.slipway.scoring.Model;
import io.slipway.scoring.ModelLoadException;
import io.slipway.scoring.UnfitFormException;
import io.slipway.tabular.compiled.CompiledForms;
import io.slipway.testkit.TestModel;
import io.slipway.testkit.TestModels;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A model that is restored from its compiled form is the one that was compiled. */
class CompiledModelsTest {
  private static final CompiledForms FORMS = new CompiledForms();
  private static final int BATCHES = 4;
  private static final int ROWS = 100;
  private static final int SINGLE_ROWS = 200;

  private static final Set<String> WITHOUT_A_FORM =
      Set.of(
          "sk-count-small-docstrings.pmml",
          "sk-tfidf-large-docstrings.pmml",
          "sk-tfidf-small-docstrings.pmml");

  private Path file = Path.of("");

  @BeforeProperty
  void makeFile() throws Exception {
    file = Files.createTempFile("random", ".pmml");
  }

  @AfterProperty
  void removeFile() throws Exception {
    Files.delete(file);
  }

  /** A model file of the collection, and what it is called here. */
  record Sample(String name, TestModel of, Path file) {
    Model read() throws ModelLoadException {
      return name.endsWith(".onnx") ? OnnxReader.read(file) : PmmlReader.read(file);
    }

    boolean isCovered() {
      try {
        read().close();
        return true;
      } catch (ModelLoadException e) {
        return false;
      }
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Sample> samples() {
    return TestModels.available().stream()
        .flatMap(
            model ->
                Stream.concat(
                    model.pmml().stream()
                        .map(pmml -> new Sample(model.id() + ".pmml", model, pmml)),
                    model.onnx().stream()
                        .map(onnx -> new Sample(model.id() + ".onnx", model, onnx))))
        .filter(Sample::isCovered);
  }

  @ParameterizedTest
  @MethodSource("samples")
  void aRealModelAnswersToTheBitAsBefore(Sample sample) throws Exception {
    try (Model model = sample.read()) {
      List<String> differences = new ArrayList<>();
      if (sample.name().endsWith(".onnx")) {
        RandomTensors tensors = new RandomTensors(model, sample.name().hashCode());
        for (int batch = 0; batch < BATCHES; batch++) {
          differences.addAll(Twin.differences(model, tensors.next(ROWS)));
        }
      } else {
        RandomRows rows =
            new RandomRows(model.signature(), sample.of().inputRows(), sample.name().hashCode());
        differences.addAll(differences(model, rows));
      }
      assertThat(differences).isEmpty();
    }
  }

  private static List<String> differences(Model model, RandomRows rows) {
    List<String> differences = new ArrayList<>();
    Optional<Model> twin = Twin.of(model);
    if (twin.isPresent()) {
      for (int row = 0; row < SINGLE_ROWS && differences.isEmpty(); row++) {
        differences.addAll(Twin.differences(model, twin.get(), rows.next(1)));
      }
      differences.addAll(Twin.differences(model, twin.get(), rows.next(ROWS)));
    }
    return differences;
  }

  @Test
  void onlyModelsThatChangeTheCaseOfTextsHaveNoForm() throws Exception {
    Set<String> without = new TreeSet<>();
    for (Sample sample : samples().toList()) {
      try (Model model = sample.read()) {
        if (FORMS.compile(model).isEmpty()) {
          without.add(sample.name());
        }
      }
    }
    assertThat(WITHOUT_A_FORM).containsAll(without);
  }

  @Property(tries = 200, maxDiscardRatio = 2, shrinking = ShrinkingMode.OFF)
  void aDocumentMadeAtRandomAnswersToTheBitAsBefore(@ForAll long seed) throws Exception {
    String document = new RandomDocuments(seed).next();
    Files.writeString(file, document);
    try (Model model = supported()) {
      assertThat(differences(model, new RandomRows(model.signature(), List.of(), seed)))
          .as(document)
          .isEmpty();
    }
  }

  private Model supported() throws ModelLoadException {
    try {
      return PmmlReader.read(file);
    } catch (ModelLoadException e) {
      Assume.that(e.reason() != ModelLoadException.Reason.MODEL_UNSUPPORTED);
      throw e;
    }
  }

  /** As it would be without a checksum: what can be read is another model, and nothing worse. */
  @Property(tries = 40, maxDiscardRatio = 2, shrinking = ShrinkingMode.OFF)
  void aFormWithOtherBytesIsReadWithinBoundsOrRefused(@ForAll long seed) throws Exception {
    Files.writeString(file, new RandomDocuments(seed).next());
    Optional<byte[]> form = FORMS.compile(supported());
    Assume.that(form.isPresent());
    Random random = new Random(seed);
    for (int change = 0; change < 200; change++) {
      byte[] other = form.get().clone();
      other[random.nextInt(other.length)] = (byte) random.nextInt();
      byte[] cut =
          random.nextInt(4) > 0 ? other : Arrays.copyOf(other, random.nextInt(other.length));
      assertThatCode(() -> restoreIfItFits(cut)).doesNotThrowAnyException();
    }
  }

  private static void restoreIfItFits(byte[] form) {
    try {
      FORMS.restore(ByteBuffer.wrap(form)).close();
    } catch (UnfitFormException e) {
      // As it should be.
    }
  }
}
