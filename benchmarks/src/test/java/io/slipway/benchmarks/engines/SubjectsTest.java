package io.slipway.benchmarks.engines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.slipway.scoring.Batch;
import io.slipway.scoring.Model;
import io.slipway.testkit.TestModels;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is measured can be: there are rows, and engines that agree on them. */
class SubjectsTest {
  static List<String> names() {
    return Subjects.ofEachClass();
  }

  @ParameterizedTest
  @MethodSource("names")
  void enginesAnswerAModelOfEachClassAlike(String name) throws Exception {
    Optional<Subject> subject = Subjects.named(name);
    assumeTrue(subject.isPresent(), TestModels.COLLECTION_ABSENT);
    try (Model ours = Loading.with("tabular", subject.get().file()).orElseThrow()) {
      Batch rows = subject.get().batch(ours.signature());
      assertThat(rows.rows()).hasValue(Subject.ROWS);
      Optional<Model> peer = Loading.with(subject.get().peer(), subject.get().file());
      if (peer.isPresent()) {
        try (Model theirs = peer.get()) {
          Answers.compare(ours, theirs, rows);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void answersDependOnTheRow(String name) throws Exception {
    Optional<Subject> subject = Subjects.named(name);
    assumeTrue(subject.isPresent(), TestModels.COLLECTION_ABSENT);
    try (Model model = Loading.with("tabular", subject.get().file()).orElseThrow()) {
      Batch answer = model.score(subject.get().batch(model.signature()));
      assertThat(answer.columns())
          .anySatisfy(
              column ->
                  assertThat(column.rows(0, 200).values())
                      .isNotEqualTo(column.rows(200, 400).values()));
    }
  }

  @Test
  void aModelThatIsNotHereIsNotMadeUp() throws Exception {
    assertThat(Subjects.named("no-such-model")).isEmpty();
    assertThat(Subjects.named("no-such-model-onnx")).isEmpty();
    assertThat(Subjects.named("glm-onnx")).isEmpty();
  }
}
