package io.slipway.testing.scripted;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.scoring.Batch;
import io.slipway.scoring.Column;
import io.slipway.scoring.Engines;
import io.slipway.scoring.LoadOptions;
import io.slipway.scoring.Model;
import io.slipway.scoring.ModelLoadException;
import io.slipway.scoring.ScoringException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScriptedEngineTest {
  private static final Batch ROWS = Batch.of(Column.ofDoubles("x", 1, 2, 3));

  @TempDir Path folder;

  @Test
  void withoutALineOfItsOwnItGivesBackWhatItIsGiven() throws Exception {
    assertThat(answers(model("").score(ROWS), "y")).containsExactly(1, 2, 3);
  }

  @Test
  void itAnswersWhatTheScriptSaysUnderTheNameThatItSays() throws Exception {
    Model model = model("answer=NaN\noutput=z");

    assertThat(answers(model.score(ROWS), "z")).containsOnly(Double.NaN);
    assertThat(model.signature().output("z")).isPresent();
  }

  @Test
  void oneCallOfSoManyFails() throws Exception {
    Model model = model("failEvery=5");
    int failed = 0;
    for (int call = 0; call < 100; call++) {
      try {
        model.score(ROWS);
      } catch (ScoringException e) {
        assertThat(e.fault()).isEqualTo(ScoringException.Fault.MODEL);
        failed++;
      }
    }
    assertThat(failed).isEqualTo(20);
  }

  @Test
  void aSlipOfThePenIsNoScript() {
    assertThatThrownBy(() -> model("delay=5"))
        .isInstanceOfSatisfying(
            ModelLoadException.class,
            e -> assertThat(e.reason()).isEqualTo(ModelLoadException.Reason.MODEL_INVALID))
        .hasMessageContaining("delay");
  }

  private Model model(String script) throws Exception {
    Path file = Files.writeString(folder.resolve("model"), Script.FIRST_LINE + "\n" + script);
    return Engines.installed().load(file, LoadOptions.cpu());
  }

  private static double[] answers(Batch batch, String output) {
    return batch.column(output).orElseThrow().doubles();
  }
}
