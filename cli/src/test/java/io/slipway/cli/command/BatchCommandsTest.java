package io.slipway.cli.command;

import static io.slipway.cli.command.Resources.event;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatchCommandsTest {

  private static final String BOTH =
      "get batchscorings.slipway.io,scheduledbatchscorings.slipway.io";
  private static final String RUN = BOTH + " nightly-7 --ignore-not-found -o json";
  private static final String SCHEDULE = BOTH + " nightly --ignore-not-found -o json";
  private static final String PODS = "get pods -l slipway.io/batch=";
  private static final String RUNNING = "{\"running\": {}}";
  private static final String DONE =
      "{\"terminated\": {\"exitCode\": 0, \"reason\": \"Completed\", \"message\": \"{}\"}}";

  private FakeKubectl kubectl;

  BatchCommandsTest(@TempDir Path folder) {
    kubectl = new FakeKubectl(folder);
  }

  @Test
  void statusShowsTheRun() throws IOException {
    kubectl
        .answers(RUN, Batches.list(Batches.SCORING))
        .answers(
            PODS + "nightly-7,slipway.io/role!=lookup",
            Batches.list(Batches.pod(2, "a", 1, RUNNING)));

    assertThat(kubectl.slipway("batch", "status", "nightly-7", "-n", "fraud")).isZero();
    assertThat(kubectl.out())
        .startsWith("nightly-7 in fraud: on its way (Scoring)")
        .contains("[============------------]  50%")
        .contains("2 of 4 done, 1 running, 0 given up");
    assertThat(kubectl.calls()).allMatch(call -> call.endsWith(" --namespace=fraud"));
  }

  @Test
  void aRunAndAScheduleOfOneNameAreBothShown() throws IOException {
    kubectl
        .answers(RUN, Batches.list(Batches.SCORING, Batches.schedule("")))
        .answers(PODS, Resources.NO_PODS);

    assertThat(kubectl.slipway("batch", "status", "nightly-7")).isZero();
    assertThat(kubectl.out())
        .contains("nightly-7 in fraud: on its way (Scoring)")
        .contains("nightly in fraud: ")
        .contains("RUNS AT   30 2 * * *, Etc/UTC");
  }

  @Test
  void whatHasNoSuchNameIsSaidWithWhatToDo() throws IOException {
    kubectl.answers(RUN, "").answers(PODS, Resources.NO_PODS);

    assertThat(kubectl.slipway("batch", "status", "nightly-7")).isEqualTo(ExitCode.KUBECTL);
    assertThat(kubectl.err())
        .contains("There is no BatchScoring or ScheduledBatchScoring nightly-7")
        .contains("kubectl slipway batch list -A");
  }

  @Test
  void aNameWithItsKindIsOfThatKind() throws IOException {
    kubectl
        .answers("get scheduledbatchscorings.slipway.io nightly ", Batches.schedule(""))
        .answers(PODS, Resources.NO_PODS);

    assertThat(kubectl.slipway("batch", "status", "sbsc/nightly")).isZero();
    assertThat(kubectl.out()).startsWith("nightly in fraud");
  }

  @Test
  void listHasBothKinds() throws IOException {
    kubectl.answers(
        BOTH + " -o json --all-namespaces",
        Batches.list(Batches.schedule("\"nightly-7\""), Batches.PUBLISHED));

    assertThat(kubectl.slipway("batch", "list", "-A")).isZero();
    assertThat(kubectl.out().lines())
        .anySatisfy(line -> assertThat(line).startsWith("fraud      nightly  "))
        .anySatisfy(line -> assertThat(line).startsWith("fraud      nightly-7  Published"));
  }

  @Test
  void anEmptyListSaysWhereToLook() throws IOException {
    kubectl.answers(BOTH + " -o json", Batches.list());

    assertThat(kubectl.slipway("batch", "list")).isZero();
    assertThat(kubectl.err())
        .isEqualTo(
            "There are no runs and no schedules in that namespace; -A looks into all of them.\n");
  }

  @Test
  void approvingWritesTheModeBoundToWhatWasLookedAt() throws IOException {
    kubectl.answers(RUN, Batches.list(Batches.AWAITING)).answers("patch", "");

    assertThat(kubectl.slipway("batch", "approve", "nightly-7")).isZero();
    assertThat(kubectl.calls())
        .contains(
            "patch batchscorings.slipway.io nightly-7 --type=merge -p"
                + " {\"metadata\":{\"resourceVersion\":\"42\"},\"spec\":{\"publish\":{\"mode\":\"OnSuccess\"}}}"
                + " --field-manager=kubectl-slipway");
    assertThat(kubectl.out())
        .isEqualTo(
            """
            fraud/nightly-7: spec.publish.mode: OnSuccess. Readers are to see set 42.
            kubectl slipway batch watch nightly-7 -n fraud follows it.
            """);
  }

  @Test
  void whatDoesNotWaitIsNotApproved() throws IOException {
    kubectl.answers(RUN, Batches.list(Batches.SCORING));

    assertThat(kubectl.slipway("batch", "approve", "nightly-7")).isEqualTo(ExitCode.REFUSED);
    assertThat(kubectl.err())
        .startsWith("fraud/nightly-7: not done. Its set is not loaded yet (Scoring)");
    assertThat(kubectl.calls()).noneMatch(call -> call.startsWith("patch"));
  }

  @Test
  void aScheduleIsNotApprovedButItsRunsAreNamed() throws IOException {
    kubectl.answers(SCHEDULE, Batches.list(Batches.schedule("\"nightly-7\"")));

    assertThat(kubectl.slipway("batch", "approve", "nightly")).isEqualTo(ExitCode.REFUSED);
    assertThat(kubectl.err())
        .isEqualTo("fraud/nightly is a schedule; name one of its runs. Under way: nightly-7.\n");
  }

  @Test
  void whatGitWroteIsLeftToGitUnlessSomebodyInsists() throws IOException {
    kubectl
        .answers(
            RUN,
            Batches.list(
                Batches.AWAITING.replace(
                    "\"generation\"",
                    "\"labels\": {\"kustomize.toolkit.fluxcd.io/name\": \"apps\"},"
                        + " \"managedFields\": [{\"manager\": \"kustomize-controller\","
                        + " \"fieldsV1\": {\"f:spec\": {\"f:publish\": {\"f:mode\": {}}}}}],"
                        + " \"generation\"")))
        .answers("patch", "");

    assertThat(kubectl.slipway("batch", "approve", "nightly-7")).isEqualTo(ExitCode.REFUSED);
    assertThat(kubectl.err())
        .contains("the Flux Kustomization apps (namespace flux-system) writes spec.publish.mode")
        .contains(
            "Change it in Git, in the BatchScoring nightly-7, to spec.publish.mode: OnSuccess.")
        .contains("--force, after: flux suspend kustomization apps -n flux-system");
    assertThat(kubectl.calls()).noneMatch(call -> call.startsWith("patch"));

    assertThat(kubectl.slipway("batch", "approve", "nightly-7", "--force")).isZero();
    assertThat(kubectl.calls()).anyMatch(call -> call.startsWith("patch"));
  }

  @Test
  void aFieldThatGitDoesNotHaveIsWrittenThoughGitHasTheRest() throws IOException {
    kubectl
        .answers(
            RUN,
            Batches.list(
                Batches.PUBLISHED.replace(
                    "\"generation\"",
                    "\"labels\": {\"kustomize.toolkit.fluxcd.io/name\": \"apps\"},"
                        + " \"managedFields\": [{\"manager\": \"kustomize-controller\","
                        + " \"fieldsV1\": {\"f:spec\": {\"f:publish\": {\"f:mode\": {}}}}}],"
                        + " \"generation\"")))
        .answers("patch", "");

    assertThat(kubectl.slipway("batch", "rollback", "nightly-7")).isZero();
    assertThat(kubectl.calls()).anyMatch(call -> call.contains("\"setId\":41"));
  }

  @Test
  void aRollbackMayNameTheSet() throws IOException {
    kubectl.answers(RUN, Batches.list(Batches.PUBLISHED)).answers("patch", "");

    assertThat(kubectl.slipway("batch", "rollback", "nightly-7", "--to", "39")).isZero();
    assertThat(kubectl.out()).startsWith("fraud/nightly-7: spec.publish.setId: 39.");
  }

  @Test
  void aScheduleIsSuspendedAndResumed() throws IOException {
    kubectl
        .answers(SCHEDULE, Batches.list(Batches.schedule("\"nightly-7\"")))
        .answers("patch scheduledbatchscorings.slipway.io nightly --type=merge", "");

    assertThat(kubectl.slipway("batch", "suspend", "nightly")).isZero();
    assertThat(kubectl.out())
        .isEqualTo(
            "fraud/nightly: spec.suspend: true. It makes no runs; those that are under way go on:"
                + " nightly-7.\n");
    assertThat(kubectl.slipway("batch", "resume", "nightly")).isEqualTo(ExitCode.REFUSED);
    assertThat(kubectl.err()).contains("It is not suspended");
  }

  @Test
  void watchPrintsALineAChangeAndEndsWithThePublication() throws IOException {
    kubectl
        .watchesOf(
            "batchscorings.slipway.io nightly-7",
            event("ADDED", Batches.SCORING),
            event("MODIFIED", Batches.SCORING.replace("\"m\"", "\"n\"")),
            event("MODIFIED", Batches.PUBLISHED))
        .answers(RUN, Batches.list(Batches.SCORING));

    assertThat(kubectl.slipway("batch", "watch", "nightly-7")).isZero();
    assertThat(kubectl.out())
        .isEqualTo(
            """
            2026-11-01T09:00:00Z  Scoring 50%; on its way (Scoring)
            2026-11-01T09:00:00Z  Published, set 42; ready (Published)
            """);
  }

  @Test
  void ofAScheduleTheRunThatIsUnderWayIsWatched() throws IOException {
    kubectl
        .watchesOf("batchscorings.slipway.io nightly-7", event("ADDED", Batches.FAILED))
        .answers(SCHEDULE, Batches.list(Batches.schedule("\"nightly-6\", \"nightly-7\"")));

    assertThat(kubectl.slipway("batch", "watch", "nightly")).isEqualTo(ExitCode.FAILED);
    assertThat(kubectl.err())
        .contains("There is nothing at input.uri")
        .contains("kubectl slipway batch logs nightly-7 -n fraud");
  }

  @Test
  void aScheduleWithoutARunHasNothingToWatch() throws IOException {
    kubectl.answers(SCHEDULE, Batches.list(Batches.schedule("")));

    assertThat(kubectl.slipway("batch", "watch", "nightly")).isEqualTo(ExitCode.REFUSED);
    assertThat(kubectl.err()).contains("no run of it is under way");
  }

  @Test
  void onATerminalThePictureIsDrawnAgain() throws IOException {
    kubectl
        .onATerminal()
        .watchesOf(
            "batchscorings.slipway.io nightly-7",
            event("ADDED", Batches.SCORING),
            event("MODIFIED", Batches.PUBLISHED))
        .answers(RUN, Batches.list(Batches.SCORING))
        .answers(PODS, Resources.NO_PODS);

    assertThat(kubectl.slipway("batch", "watch", "nightly-7")).isZero();
    assertThat(kubectl.out())
        .contains("\u001b[H")
        .contains("on its way (Scoring)")
        .contains("ready (Published)");
  }

  @Test
  void logsAreMergedByTimeOfTheNewestAttemptsAlone() throws IOException {
    kubectl
        .answers(RUN, Batches.list(Batches.PUBLISHED))
        .answers(
            PODS + "nightly-7,slipway.io/role!=lookup",
            Batches.list(
                Batches.pod(0, "old", 1, DONE),
                Batches.pod(0, "new", 2, DONE),
                Batches.pod(1, "x", 1, DONE),
                Batches.pod(2, "waits", 3, "{\"waiting\": {\"reason\": \"ContainerCreating\"}}")))
        .answers(
            "logs nightly-7-score-0-new --container=batch --timestamps",
            "2026-11-01T08:00:01Z one\n2026-11-01T08:00:03Z three\n")
        .answers(
            "logs nightly-7-score-1-x --container=batch --timestamps",
            "2026-11-01T08:00:02.5Z two  and  a half\n");

    assertThat(kubectl.slipway("batch", "logs", "nightly-7")).isZero();
    assertThat(kubectl.out())
        .isEqualTo(
            """
            nightly-7-score-0-new  one
            nightly-7-score-1-x  two  and  a half
            nightly-7-score-0-new  three
            """);
    assertThat(kubectl.calls()).noneMatch(call -> call.startsWith("logs nightly-7-score-0-old"));
  }

  @Test
  void aLogThatCannotBeReadCostsNoOthers() throws IOException {
    kubectl
        .answers(RUN, Batches.list(Batches.PUBLISHED))
        .answers(PODS, Batches.list(Batches.pod(0, "a", 1, DONE), Batches.pod(1, "b", 1, DONE)))
        .answers("logs nightly-7-score-0-a", "2026-11-01T08:00:01Z one\n")
        .fails("logs nightly-7-score-1-b", "Error from server (NotFound): pods \"b\" not found\n");

    assertThat(kubectl.slipway("batch", "logs", "nightly-7")).isEqualTo(ExitCode.KUBECTL);
    assertThat(kubectl.out()).isEqualTo("nightly-7-score-0-a  one\n");
    assertThat(kubectl.err()).contains("could not read the log of the pod nightly-7-score-1-b");
  }

  @Test
  void logsOfOneSplitOrPhaseAskForThosePodsAlone() throws IOException {
    kubectl
        .answers(RUN, Batches.list(Batches.PUBLISHED))
        .answers(PODS, Batches.list(Batches.pod(3, "a", 1, DONE)))
        .answers("logs nightly-7-score-3-a", "2026-11-01T08:00:01Z one\n");

    assertThat(kubectl.slipway("batch", "logs", "nightly-7", "--split", "3", "--tail=5")).isZero();
    assertThat(kubectl.slipway("batch", "logs", "nightly-7", "--phase", "score")).isZero();
    assertThat(kubectl.slipway("batch", "logs", "nightly-7", "--phase", "executor")).isZero();
    assertThat(kubectl.calls())
        .contains(
            PODS
                + "nightly-7,slipway.io/role=score,batch.kubernetes.io/job-completion-index=3 -o"
                + " json",
            "logs nightly-7-score-3-a --container=batch --timestamps --tail=5",
            PODS + "nightly-7,slipway.io/role=score -o json",
            PODS + "nightly-7,slipway.io/role=executor -o json");
  }

  @Test
  void logsOfPodsThatAnotherOperatorHadMadeAreThoseOfSparksContainers() throws IOException {
    kubectl
        .answers(RUN, Batches.list(Batches.PUBLISHED))
        .answers(
            PODS,
            Batches.list(
                Batches.sparkPod("nightly-7-score-driver", "score", "spark-kubernetes-driver"),
                Batches.sparkPod("nightly-7-exec-1", "executor", "spark-kubernetes-executor")))
        .answers("logs nightly-7-score-driver", "2026-11-01T08:00:01Z one\n")
        .answers("logs nightly-7-exec-1", "2026-11-01T08:00:02Z two\n");

    assertThat(kubectl.slipway("batch", "logs", "nightly-7")).isZero();
    assertThat(kubectl.calls())
        .contains(
            "logs nightly-7-score-driver --container=spark-kubernetes-driver --timestamps",
            "logs nightly-7-exec-1 --container=spark-kubernetes-executor --timestamps");
  }

  @Test
  void aSplitOfAnotherPhaseMakesNoSense() throws IOException {
    assertThat(kubectl.slipway("batch", "logs", "nightly-7", "--split", "3", "--phase", "plan"))
        .isEqualTo(ExitCode.USAGE);
    assertThat(kubectl.slipway("batch", "logs", "nightly-7", "--phase", "scoring"))
        .isEqualTo(ExitCode.USAGE);
    assertThat(kubectl.err())
        .contains("--split goes with --phase score")
        .contains(
            "expected one of [PLAN, SCORE, EXECUTOR, PUBLISH, ACTIVATE, LOOKUP] (case-insensitive)");
  }

  @Test
  void withoutPodsThereIsNoLog() throws IOException {
    kubectl.answers(RUN, Batches.list(Batches.PUBLISHED)).answers(PODS, Resources.NO_PODS);

    assertThat(kubectl.slipway("batch", "logs", "nightly-7")).isEqualTo(ExitCode.REFUSED);
    assertThat(kubectl.err()).contains("no such pod has a log (Published)");
  }

  @Test
  void logsAreFollowedToTheEndOfTheRunWithPodsThatAreStartedMeanwhile(@TempDir Path state)
      throws IOException {
    Path run = Files.writeString(state.resolve("run"), Batches.SCORING);
    Path then = Files.writeString(state.resolve("then"), Batches.PUBLISHED);
    Path pods =
        Files.writeString(state.resolve("pods"), Batches.list(Batches.pod(0, "a", 1, RUNNING)));
    Path more =
        Files.writeString(
            state.resolve("more"),
            Batches.list(Batches.pod(0, "a", 1, DONE), Batches.pod(1, "b", 2, DONE)));
    kubectl
        .answers(RUN, Batches.list(Batches.SCORING))
        .does(
            "get batchscorings.slipway.io nightly-7 -o json",
            "cat " + run + "; mv " + then + " " + run + " 2>/dev/null; exit 0")
        .does(PODS, "cat " + pods)
        .does(
            "logs nightly-7-score-0-a --container=batch --timestamps --follow",
            "echo 2026-11-01T08:00:01Z one; mv " + more + " " + pods)
        .answers(
            "logs nightly-7-score-1-b --container=batch --timestamps --follow",
            "2026-11-01T08:00:02Z two\n");

    assertThat(kubectl.slipway("batch", "logs", "nightly-7", "-f")).isZero();
    assertThat(kubectl.out()).isEqualTo("nightly-7-score-0-a  one\nnightly-7-score-1-b  two\n");
    assertThat(kubectl.calls().stream().filter(call -> call.startsWith("logs"))).hasSize(2);
  }

  @Test
  void errorsTellsOfRowsAndAttempts() throws IOException {
    kubectl
        .answers(RUN, Batches.list(Batches.FAILED))
        .answers(
            PODS,
            Batches.list(
                Batches.pod(
                    1,
                    "x",
                    1,
                    "{\"terminated\": {\"exitCode\": 42, \"reason\": \"Error\", \"message\":"
                        + " \"{\\\"reason\\\": \\\"InputInvalid\\\", \\\"message\\\": \\\"no"
                        + " header\\\"}\"}}")));

    assertThat(kubectl.slipway("batch", "errors", "nightly-7")).isZero();
    assertThat(kubectl.out())
        .contains("nightly-7-score-1-x  score  1      InputInvalid: no header");
  }

  @Test
  void commandsAndNamesAreCompleted(@TempDir Path other, @TempDir Path third) throws IOException {
    assertThat(kubectl.complete("batch", "re")).isEqualTo("resume\n:4\n");
    assertThat(new FakeKubectl(other).complete("batch", "logs", "--f")).isEqualTo("--follow\n:4\n");
    kubectl = new FakeKubectl(third);
    kubectl.answers(
        BOTH + " -o name",
        "batchscoring.slipway.io/nightly-7\nscheduledbatchscoring.slipway.io/nightly\n");
    assertThat(kubectl.complete("batch", "status", "-n", "fraud", "n"))
        .isEqualTo("nightly-7\nnightly\n:4\n");
    assertThat(kubectl.complete("batch", "list", "")).endsWith(":4\n");
  }

  @Test
  void theGroupAloneExplainsItself() throws IOException {
    assertThat(kubectl.slipway("batch")).isEqualTo(ExitCode.USAGE);
    assertThat(kubectl.err()).contains("Usage: kubectl slipway batch").contains("approve");
    assertThat(kubectl.slipway("batch", "--help")).isZero();
  }
}
