package io.slipway.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.operator.desired.ResolvedModel;
import io.slipway.operator.document.ComparedModels;
import io.slipway.operator.document.Comparison;
import io.slipway.operator.observe.PodReport;
import io.slipway.operator.observe.PodReports;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What one pod found out about a model spares the next one the work. */
class ComparisonsTest {
  private static final String CHURN = "sha256:" + "a".repeat(64);
  private static final String FRAUD = "sha256:" + "b".repeat(64);
  private static final Comparison COMPARISON = comparison("build-1", 480);

  private static PodReport report(String digest, Optional<Comparison> comparison) {
    return PodReports.serving(new PodReport.Model("churn", "1", digest, "PMML"), comparison);
  }

  private static PodReport compared(String digest, String build, int rows) {
    return report(digest, Optional.of(comparison(build, rows)));
  }

  private static Comparison comparison(String build, int rows) {
    return new Comparison(build, "jpmml", "1.7.7", rows);
  }

  private static ComparedModels known(Comparison... ofChurn) {
    return new ComparedModels(Map.of(CHURN, List.of(ofChurn)));
  }

  private static List<ResolvedModel> models(String digest) {
    return List.of(new ResolvedModel(digest, "PMML"));
  }

  @Test
  void whatAPodFoundIsKeptForTheNext() {
    assertThat(
            Comparisons.of(
                ComparedModels.NONE, models(CHURN), List.of(compared(CHURN, "build-1", 480))))
        .isEqualTo(known(COMPARISON));
  }

  @Test
  void ofAPodThatComparedNothingNothingIsKept() {
    assertThat(
            Comparisons.of(
                ComparedModels.NONE, models(CHURN), List.of(report(CHURN, Optional.empty()))))
        .isEqualTo(ComparedModels.NONE);
  }

  @Test
  void itStaysWhileNoPodIsThere() {
    assertThat(Comparisons.of(known(COMPARISON), models(CHURN), List.of()))
        .isEqualTo(known(COMPARISON));
  }

  @Test
  void itStaysAsItIsWhateverOthersOfItsBuildCount() {
    assertThat(
            Comparisons.of(
                known(COMPARISON), models(CHURN), List.of(compared(CHURN, "build-1", 15))))
        .isEqualTo(known(COMPARISON));
  }

  @Test
  void whatTwoBuildsFoundIsKeptWhicheverOfThemSaysSo() {
    ComparedModels both = known(comparison("build-2", 96), COMPARISON);

    assertThat(
            Comparisons.of(
                known(COMPARISON), models(CHURN), List.of(compared(CHURN, "build-2", 96))))
        .isEqualTo(both);
    for (String build : List.of("build-1", "build-2")) {
      assertThat(Comparisons.of(both, models(CHURN), List.of(compared(CHURN, build, 480))))
          .isEqualTo(both);
    }
  }

  @Test
  void ofManyBuildsTheLatestAreKept() {
    ComparedModels kept = ComparedModels.NONE;
    for (int build = 1; build <= 6; build++) {
      kept = Comparisons.of(kept, models(CHURN), List.of(compared(CHURN, "build-" + build, 480)));
    }

    assertThat(kept.of(CHURN))
        .extracting(Comparison::build)
        .containsExactly("build-6", "build-5", "build-4", "build-3");
  }

  @Test
  void whatABuildSaysOfAnotherEngineTakesThePlaceOfWhatItSaid() {
    Comparison wrong = new Comparison("build-1", "edited", "1", 480);

    assertThat(
            Comparisons.of(known(wrong), models(CHURN), List.of(compared(CHURN, "build-1", 480))))
        .isEqualTo(known(COMPARISON));
  }

  @Test
  void aModelThatNoRevisionHasIsForgotten() {
    assertThat(
            Comparisons.of(
                known(COMPARISON),
                models(FRAUD),
                List.of(compared(FRAUD, "build-1", 96), compared(CHURN, "build-1", 480))))
        .isEqualTo(new ComparedModels(Map.of(FRAUD, List.of(comparison("build-1", 96)))));
  }

  @Test
  void whatTheResolverFoundSparesTheFirstPodsToo() {
    ResolvedModel resolved = new ResolvedModel(CHURN, "PMML", "", "", COMPARISON);

    assertThat(Comparisons.of(ComparedModels.NONE, List.of(resolved), List.of()))
        .isEqualTo(known(COMPARISON));
    assertThat(Comparisons.of(known(comparison("build-2", 96)), List.of(resolved), List.of()))
        .as("beside what pods of another build found")
        .isEqualTo(known(COMPARISON, comparison("build-2", 96)));
  }

  @Test
  void itsTextIsReadAsItWasWritten() {
    ComparedModels two =
        new ComparedModels(
            Map.of(FRAUD, List.of(comparison("build-1", 96)), CHURN, List.of(COMPARISON)));

    assertThat(ComparedModels.parse(two.json())).contains(two);
    assertThat(two.json().indexOf(CHURN)).isLessThan(two.json().indexOf(FRAUD));
    assertThat(ComparedModels.parse("{\"models\": {\"%s\": [{}]}}".formatted(CHURN))).isEmpty();
    assertThat(ComparedModels.parse("{}")).isEmpty();
    assertThat(ComparedModels.parse("nothing of the kind")).isEmpty();
  }
}
