package io.slipway.tabular;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.scoring.Batch;
import io.slipway.scoring.Model;
import io.slipway.scoring.UnfitFormException;
import io.slipway.tabular.compiled.CompiledForms;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each class of models has a form, which is another model only where its bytes are others. */
class CompiledClassesTest {
  private static final CompiledForms FORMS = new CompiledForms();
  private static final int DOCUMENTS = 30;
  private static final int ROWS = 60;

  /** What a changed byte may make a model of: never one that takes more than this for a row. */
  private static final int MOST_BYTES = 1 << 16;

  @TempDir Path folder;

  private Model model(RandomLearners.Kind kind, long seed) throws Exception {
    Path file = folder.resolve(kind + ".pmml");
    Files.writeString(file, new RandomLearners(seed).next(kind));
    return PmmlReader.read(file);
  }

  @ParameterizedTest
  @EnumSource
  void aModelAnswersToTheBitAsBefore(RandomLearners.Kind kind) throws Exception {
    List<String> differences = new ArrayList<>();
    for (int seed = 0; seed < DOCUMENTS && differences.isEmpty(); seed++) {
      Model model = model(kind, seed);
      Model twin = Twin.of(model).orElseThrow(() -> new AssertionError(kind + " has no form"));
      RandomRows rows = new RandomRows(model.signature(), RandomLearners.SAMPLE, seed);
      for (int row = 0; row < ROWS; row++) {
        differences.addAll(Twin.differences(model, twin, rows.next(1)));
      }
    }
    assertThat(differences).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void aFormThatIsCutOffIsRefused(RandomLearners.Kind kind) throws Exception {
    byte[] form = FORMS.compile(model(kind, 1)).orElseThrow();
    assertThat(form).hasSizeLessThan(MOST_BYTES);
    for (int length = 0; length < form.length; length++) {
      byte[] cut = Arrays.copyOf(form, length);
      assertThatThrownBy(() -> FORMS.restore(ByteBuffer.wrap(cut)))
          .as("%d of %d bytes", length, form.length)
          .isInstanceOf(UnfitFormException.class);
    }
  }

  /** As it would be without a checksum. Whatever a row meets then, it is no {@link Error}. */
  @ParameterizedTest
  @EnumSource
  void aFormOfWhichAnyByteIsAnotherIsReadWithinBoundsOrRefused(RandomLearners.Kind kind)
      throws Exception {
    Model model = model(kind, 1);
    byte[] form = FORMS.compile(model).orElseThrow();
    Batch row = new RandomRows(model.signature(), List.of(), 1).next(1);
    Random random = new Random(1);
    int refused = 0;
    for (int place = 0; place < form.length; place++) {
      byte[] other = form.clone();
      other[place] ^= (byte) (1 + random.nextInt(255));
      try {
        Twin.answer(FORMS.restore(ByteBuffer.wrap(other)), row);
      } catch (UnfitFormException e) {
        refused++;
      } catch (IndexOutOfBoundsException e) {
        assertThat(e).hasMessageContaining("ndex"); // a number of an instance that there is not
      }
    }
    assertThat(refused).as("lengths, slots and choices that are none").isGreaterThan(20);
  }
}
