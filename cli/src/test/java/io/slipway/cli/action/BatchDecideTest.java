package io.slipway.cli.action;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.slipway.cli.resource.Batch;
import io.slipway.cli.resource.BatchRun;
import io.slipway.cli.resource.Json;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BatchDecideTest {

  private static final String ENDED = "'finishedAt': '2026-11-01T08:00:00Z'";

  @Test
  void whatWaitsForApprovalIsApprovedInTheStateThatWasLookedAt() {
    BatchRun run = run("'publish': {'mode': 'Manual'}", "'phase': 'AwaitingApproval', 'setId': 42");

    assertThat(patch(BatchDecide.approve(run)))
        .isEqualTo(
            "{\"metadata\":{\"resourceVersion\":\"7\"},\"spec\":{\"publish\":{\"mode\":\"OnSuccess\"}}}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'publish': {'mode': 'Manual'} | 'phase': 'Scoring' | not loaded yet (Scoring)",
        "'publish': {'mode': 'Manual'} | 'phase': 'Failed', 'finishedAt': '2026-11-01T08:00:00Z' |"
            + " It has ended (Failed)",
        "'publish': {'mode': 'Manual'}, 'suspend': true | 'phase': 'Suspended', 'setId': 42 | first"
            + " kubectl slipway batch resume nightly -n fraud",
        "'publish': {'mode': 'OnSuccess'} | 'phase': 'Scoring' | waits for nobody",
        "'suspend': false | 'phase': 'Published' | waits for nobody",
        "'publish': {'mode': 'OnSuccess'} | 'phase': 'Activating', 'setId': 42 | approved already"
      })
  void whatDoesNotWaitIsNotApproved(String spec, String status, String why) {
    assertThat(refusal(BatchDecide.approve(run(spec, status)))).contains(why);
  }

  @Test
  void withoutANumberItGoesBackToWhatReadersSawBefore() {
    BatchRun run =
        run(
            "",
            "'phase': 'Published', 'setId': 42, 'activeSetId': 42, 'previousSetId': 41, " + ENDED);

    assertThat(patch(BatchDecide.rollBack(run, Optional.empty())))
        .isEqualTo(
            "{\"metadata\":{\"resourceVersion\":\"7\"},\"spec\":{\"publish\":{\"setId\":41}}}");
    assertThat(patch(BatchDecide.rollBack(run, Optional.of(39L)))).contains("\"setId\":39");
  }

  @Test
  void whatReadersSawBeforeTheFirstSetIsNotKnown() {
    BatchRun run = run("", "'phase': 'Published', 'setId': 1, 'activeSetId': 1, " + ENDED);

    assertThat(refusal(BatchDecide.rollBack(run, Optional.empty())))
        .contains("not known which version of churn readers saw before it")
        .contains("kubectl slipway batch rollback nightly -n fraud --to SETID");
  }

  @Test
  void aRunThatHasNotEndedHasNothingToGoBackFrom() {
    BatchRun run = run("", "'phase': 'Publishing', 'previousSetId': 41");

    assertThat(refusal(BatchDecide.rollBack(run, Optional.of(41L))))
        .startsWith("It has not ended (Publishing)");
  }

  @Test
  void askingTwiceForTheSameSetIsAskedOnce() {
    String spec = "'publish': {'setId': 41}";

    assertThat(
            refusal(
                BatchDecide.rollBack(
                    run(spec, "'phase': 'Activating', " + ENDED), Optional.of(41L))))
        .contains("the operator is about it");
    assertThat(
            refusal(
                BatchDecide.rollBack(
                    run(spec, "'phase': 'RolledBack', 'handledSetId': 41, " + ENDED),
                    Optional.of(41L))))
        .contains("was acted upon");
  }

  @Test
  void aRunIsSuspendedAndGoesOn() {
    assertThat(patch(BatchDecide.suspend(run("", "'phase': 'Scoring'"))))
        .contains("{\"suspend\":true}");
    assertThat(patch(BatchDecide.resume(run("'suspend': true", "'phase': 'Suspended'"))))
        .contains("{\"suspend\":false}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"BatchScoring", "ScheduledBatchScoring"})
  void whatIsSoAlreadyIsRefused(String kind) {
    assertThat(refusal(BatchDecide.suspend(batch(kind, "'suspend': true", ""))))
        .contains("suspended already");
    assertThat(refusal(BatchDecide.resume(batch(kind, "", "")))).contains("not suspended");
  }

  @Test
  void whatHasEndedCannotBeStopped() {
    assertThat(refusal(BatchDecide.suspend(run("", "'phase': 'Published', " + ENDED))))
        .isEqualTo("It has ended (Published), so there is nothing to stop.");
  }

  @Test
  void aScheduleThatIsSuspendedTellsWhatGoesOn() {
    BatchDecision decision =
        BatchDecide.suspend(batch("ScheduledBatchScoring", "", "'active': ['nightly-7']"));

    assertThat(decision)
        .isInstanceOfSatisfying(
            BatchDecision.Change.class,
            change -> assertThat(change.edit().effect()).endsWith("go on: nightly-7."));
  }

  @Test
  void aScheduleWithMoreRunsThanItsStatusNamesTellsHowMany() {
    BatchDecision decision =
        BatchDecide.suspend(
            batch("ScheduledBatchScoring", "", "'active': ['nightly-7'], 'moreActive': 3"));

    assertThat(decision)
        .isInstanceOfSatisfying(
            BatchDecision.Change.class,
            change ->
                assertThat(change.edit().effect()).endsWith("go on: nightly-7 and 3 older ones."));
  }

  @Test
  void aStatusOfAnOlderSpecIsSaidToBeOne() {
    Batch batch =
        Batch.of(
            json(
                "{'kind': 'BatchScoring', 'metadata': {'generation': 3}, 'status':"
                    + " {'observedGeneration': 2}}"));

    assertThat(refusal(BatchDecide.resume(batch))).endsWith("it may be so in a moment.");
  }

  private static String patch(BatchDecision decision) {
    assertThat(decision).isInstanceOf(BatchDecision.Change.class);
    return ((BatchDecision.Change) decision).edit().patch();
  }

  private static String refusal(BatchDecision decision) {
    assertThat(decision).isInstanceOf(BatchDecision.Refuse.class);
    return ((BatchDecision.Refuse) decision).why();
  }

  private static BatchRun run(String spec, String status) {
    return (BatchRun) batch("BatchScoring", spec, status);
  }

  private static Batch batch(String kind, String spec, String status) {
    return Batch.of(
        json(
            """
            {'kind': '%s', 'metadata': {'namespace': 'fraud', 'name': 'nightly', 'resourceVersion': '7', 'generation': 2},
             'spec': {'output': {'set': 'churn'}%s}, 'status': {'observedGeneration': 2%s}}
            """
                .formatted(kind, more(spec), more(status))));
  }

  private static String more(String fields) {
    return fields.isEmpty() ? "" : ", " + fields;
  }

  private static JsonNode json(String text) {
    return Json.tree(text.replace('\'', '"'));
  }
}
