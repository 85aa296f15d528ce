package io.slipway.tabular;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.scoring.Batch;
import io.slipway.scoring.CompiledPlace;
import io.slipway.scoring.EngineInfo.CompiledForm;
import io.slipway.scoring.EngineInfo.CompiledForm.State;
import io.slipway.scoring.Engines;
import io.slipway.scoring.LoadOptions;
import io.slipway.scoring.Model;
import io.slipway.scoring.UnfitFormException.Unfit;
import io.slipway.testkit.TabularRows;
import io.slipway.testkit.TestModel;
import io.slipway.testkit.TestModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeProperty;

/** The file beside a model: read where it is to the bit what this build wrote of this model. */
class CompiledFileTest {
  private static final TestModel MODEL = TestModels.committed("spark-dtree-penguins");
  private static final String SOURCE = "sha256:5a";
  private static final String BUILD = "build 1";
  private static final int HEADER_BYTES = 120;

  /** Without another engine: what is compared is no concern here. */
  private final Engines engines = new Engines(java.util.List.of(new TabularEngine()));

  private Path folder = Path.of("");

  @BeforeProperty
  void makeFolder() throws IOException {
    folder = Files.createTempDirectory("compiled");
  }

  @AfterProperty
  void removeFolder() throws IOException {
    Files.deleteIfExists(form());
    Files.delete(folder);
  }

  private Path form() {
    return folder.resolve("model.compiled");
  }

  /** What a load found, and what the model answers. */
  private record Load(CompiledForm found, String answer) {}

  private Load load(String source, String build) throws Exception {
    LoadOptions options = LoadOptions.cpu().keeping(new CompiledPlace(form(), source, build));
    try (Model model = engines.load(MODEL.pmml().orElseThrow(), options)) {
      Batch rows = TabularRows.toBatch(model.signature(), MODEL.inputRows());
      return new Load(model.engine().compiledForm().orElseThrow(), Twin.answer(model, rows));
    }
  }

  private static CompiledForm written(Unfit unfit) {
    return new CompiledForm(State.WRITTEN, Optional.of(unfit));
  }

  private static final CompiledForm USED = new CompiledForm(State.USED, Optional.empty());

  @Property(tries = 1)
  void theSecondLoadUsesWhatTheFirstWroteAndOnlyTheSameBuildOfTheSameModel() throws Exception {
    Load first = load(SOURCE, BUILD);
    assertThat(first.found()).isEqualTo(written(Unfit.ABSENT));
    assertThat(load(SOURCE, BUILD)).isEqualTo(new Load(USED, first.answer()));
    assertThat(load(SOURCE, "build 2").found()).isEqualTo(written(Unfit.OTHER_BUILD));
    assertThat(load("sha256:5b", "build 2").found()).isEqualTo(written(Unfit.OTHER_SOURCE));
    assertThat(load("sha256:5b", "build 2").found()).isEqualTo(USED);
  }

  @Property(tries = 300, shrinking = ShrinkingMode.OFF)
  void aFileOfWhichOneBitIsAnotherIsRefusedAndWrittenAnew(
      @ForAll @IntRange(min = 0, max = 1 << 20) int place,
      @ForAll @IntRange(min = 0, max = 7) int bit)
      throws Exception {
    Load written = load(SOURCE, BUILD);
    byte[] bytes = Files.readAllBytes(form());
    bytes[place % bytes.length] ^= (byte) (1 << bit);
    Files.write(form(), bytes);
    Load again = load(SOURCE, BUILD);
    assertThat(again.found().state()).isEqualTo(State.WRITTEN);
    assertThat(again.answer()).isEqualTo(written.answer());
    assertThat(load(SOURCE, BUILD).found()).isEqualTo(USED);
  }

  @Property(tries = 200, shrinking = ShrinkingMode.OFF)
  void aFileThatIsCutOffOrGoesOnIsRefused(@ForAll @IntRange(min = 0, max = 1 << 20) int length)
      throws Exception {
    load(SOURCE, BUILD);
    byte[] bytes = Files.readAllBytes(form());
    int other = length % (2 * bytes.length);
    Files.write(form(), Arrays.copyOf(bytes, other == bytes.length ? 0 : other));
    assertThat(load(SOURCE, BUILD).found()).isEqualTo(written(Unfit.NO_FORM));
  }

  /** Every one of them, where a header's fields meet. */
  @Property(tries = 1)
  void noByteOfTheHeaderIsLeftUnchecked() throws Exception {
    load(SOURCE, BUILD);
    byte[] bytes = Files.readAllBytes(form());
    for (int place = 0; place < HEADER_BYTES + 1; place++) {
      byte[] other = bytes.clone();
      other[place] ^= (byte) 0x80;
      Files.write(form(), other);
      assertThat(load(SOURCE, BUILD).found().state()).as("byte " + place).isEqualTo(State.WRITTEN);
    }
  }
}
