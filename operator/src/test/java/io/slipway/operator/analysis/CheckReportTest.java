package io.slipway.operator.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.slipway.api.v1alpha1.Rollout;
import io.slipway.operator.analysis.Analysis.Phase;
import io.slipway.operator.judge.CheckResult;
import io.slipway.operator.observe.PodReport;
import io.slipway.operator.observe.PodReport.Arm;
import io.slipway.operator.observe.PodReport.Copies;
import io.slipway.operator.observe.PodReports;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a rollback says to who is called at night. */
class CheckReportTest {
  private static final String CANDIDATE = "churn-2";

  @Test
  void aFailedCheckSaysWhatTheFailuresWereTheMostFrequentFirst() throws Exception {
    assertThat(
            failure(
                Map.of("unreachable", 4L, "breakerOpen", 30L, "timeout", 0L),
                Map.of("unreachable", 2L)))
        .startsWith("check failures: odds ratio")
        .endsWith("; failures: 30 not asked, just after others, 6 without a connection");
  }

  @Test
  void podsThatDoNotSayWhyAreTakenAsTheyAre() throws Exception {
    assertThat(failure(Map.of(), Map.of())).endsWith("of 20");
    assertThat(failure(Map.of("eclipse", 36L), Map.of())).endsWith("; failures: 36 eclipse");
  }

  private static String failure(Map<String, Long> ofOne, Map<String, Long> ofAnother)
      throws Exception {
    Rollout rollout =
        new JsonMapper().readValue("{\"steps\":[{\"weight\":\"50%\"}]}", Rollout.class);
    Tally tally = Tally.of(CANDIDATE, "r", List.of(report(ofOne), report(ofAnother)));
    Analysis analysis = new Analysis(rollout, tally, Map.of());
    CheckResult result = analysis.results(Phase.STEPPING).get(0);
    return new CheckReport(analysis).failure(result);
  }

  private static PodReport report(Map<String, Long> causes) {
    PodReport.Window window =
        new PodReport.Window(
            CANDIDATE,
            5000,
            0,
            new Arm(100, 0, Map.of()),
            new Arm(100, 18, Map.of()),
            0,
            causes,
            Map.of(),
            Copies.NONE);
    return PodReports.counting(new PodReport.Windows("r", List.of(window)));
  }
}
