package io.slipway.cli.command;

import static io.slipway.cli.command.Resources.event;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandsTest {

  private static final String GET = "get modeldeployments.slipway.io churn -o json";
  private static final Path REVISION =
      Path.of("../docs/reference/contract/controller-revision.json");

  private static final String LISTED =
      """
      modeldeployment.slipway.io/churn
      modeldeployment.slipway.io/credit
      modeldeployment.slipway.io/other
      """;

  private FakeKubectl kubectl;

  CommandsTest(@TempDir Path folder) {
    kubectl = new FakeKubectl(folder);
  }

  @BeforeEach
  void podsAndRevisionsAreListed() throws IOException {
    kubectl
        .answers("get pods -l slipway.io/deployment=churn -o json", Resources.NO_PODS)
        .answers(
            "get controllerrevisions.apps -l slipway.io/deployment=churn -o json",
            "{\"items\": [" + Files.readString(REVISION) + "]}");
  }

  @Test
  void statusPrintsThePicture() throws IOException {
    kubectl.answers(GET, Resources.STEPPING);

    int code = kubectl.slipway("status", "churn");

    assertThat(code).isZero();
    assertThat(kubectl.out())
        .startsWith("churn in fraud: on its way (RolloutInProgress)")
        .contains("  1% ==== [25%] ---- 100%\n")
        .contains("  kubectl slipway abort churn -n fraud     gives the candidate up\n");
    assertThat(kubectl.err()).isEmpty();
  }

  @Test
  void theFlagsForReachingAClusterArePassedOn() throws IOException {
    kubectl.answers(GET, Resources.SERVING);

    int code =
        kubectl.slipway(
            "status",
            "mdep/churn",
            "-n",
            "fraud",
            "--context=prod",
            "--as",
            "bob",
            "--as-group=a",
            "--as-group=b",
            "--insecure-skip-tls-verify");

    assertThat(code).isZero();
    assertThat(kubectl.calls())
        .contains(
            GET
                + " --namespace=fraud --context=prod --as=bob --as-group=a --as-group=b"
                + " --insecure-skip-tls-verify");
  }

  @Test
  void whatIsNotThereIsNamedWithWhatToDo() throws IOException {
    kubectl.fails(
        GET, "Error from server (NotFound): modeldeployments.slipway.io \"churn\" not found\n");

    int code = kubectl.slipway("status", "churn");

    assertThat(code).isEqualTo(ExitCode.KUBECTL);
    assertThat(kubectl.err())
        .isEqualTo(
            """
            kubectl could not read the ModelDeployment churn: Error from server (NotFound): \
            modeldeployments.slipway.io "churn" not found.
            Look for it with: kubectl get modeldeployments -A
            """);
  }

  @Test
  void podsThatMayNotBeReadDoNotHideTheRest(@TempDir Path other) throws IOException {
    kubectl = new FakeKubectl(other);
    kubectl
        .answers(GET, Resources.SERVING)
        .fails(
            "get pods",
            "Error from server (Forbidden): pods is forbidden: User \"bob\" cannot list\n");

    assertThat(kubectl.slipway("status", "churn")).isZero();
    assertThat(kubectl.out()).contains("churn in fraud: ready").contains("pods is forbidden");
  }

  @Test
  void aWayToLogInIsShownAtOnce() throws IOException {
    kubectl.does(
        GET,
        "echo 'To sign in, open https://login.example.org' >&2; cat " + REVISION.toAbsolutePath());

    kubectl.slipway("status", "churn");

    assertThat(kubectl.err()).contains("To sign in, open https://login.example.org");
  }

  @Test
  void anActionIsWrittenAsAnAnnotation() throws IOException {
    kubectl.answers(GET, Resources.STEPPING).answers("annotate", "");

    int code = kubectl.slipway("promote", "churn");

    assertThat(code).isZero();
    assertThat(kubectl.calls())
        .contains(
            "annotate modeldeployments.slipway.io churn"
                + " slipway.io/action=promote@churn-77ab31c0de#2;0f --overwrite"
                + " --field-manager=kubectl-slipway");
    assertThat(kubectl.out())
        .isEqualTo(
            """
            fraud/churn: asked to promote churn-77ab31c0de.
            kubectl slipway watch churn -n fraud follows it.
            """);
  }

  @Test
  void anActionThatMakesNoSenseIsNotWritten() throws IOException {
    kubectl.answers(GET, Resources.SERVING);

    int code = kubectl.slipway("promote", "churn");

    assertThat(code).isEqualTo(ExitCode.REFUSED);
    assertThat(kubectl.err())
        .isEqualTo(
            "fraud/churn: not asked for. No rollout is in progress (Stable), so there is none to"
                + " promote.\n");
    assertThat(kubectl.calls()).noneMatch(call -> call.startsWith("annotate"));
  }

  @Test
  void anEarlierActionThatIsStillOpenIsReplacedWithANote() throws IOException {
    kubectl
        .answers(
            GET,
            Resources.STEPPING.replace(
                "\"generation\"",
                "\"annotations\": {\"slipway.io/action\": \"pause@churn-77ab31c0de#2;aa\"}, \"generation\""))
        .answers("annotate", "");

    kubectl.slipway("abort", "churn");

    assertThat(kubectl.err())
        .isEqualTo(
            "Replaces pause@churn-77ab31c0de#2;aa, which the operator had not handled yet.\n");
  }

  @Test
  void withWaitTheOutcomeIsPrinted() throws IOException {
    kubectl
        .watches(
            event("ADDED", Resources.STEPPING),
            event(
                "MODIFIED",
                Resources.stepping(
                    ", \"lastHandledAction\": {\"value\": \"promote@churn-77ab31c0de#2;other\"}")),
            event(
                "MODIFIED",
                Resources.stepping(
                    ", \"lastHandledAction\": {\"value\": \"promote@churn-77ab31c0de#2;0f\", \"outcome\":"
                        + " \"promoting, on a person's word\"}")))
        .answers(GET, Resources.STEPPING)
        .answers("annotate", "");

    int code = kubectl.slipway("promote", "churn", "--wait");

    assertThat(code).isZero();
    assertThat(kubectl.out())
        .isEqualTo(
            """
            fraud/churn: asked to promote churn-77ab31c0de.
            fraud/churn: promoting, on a person's word
            """);
  }

  @Test
  void whatTheOperatorIgnoresIsNoSuccess() throws IOException {
    kubectl
        .watches(
            event(
                "ADDED",
                Resources.stepping(
                    ", \"lastHandledAction\": {\"value\": \"promote@churn-77ab31c0de#2;0f\","
                        + " \"outcome\": \"ignored: it is not at step 2 any more\"}")))
        .answers(GET, Resources.STEPPING)
        .answers("annotate", "");

    assertThat(kubectl.slipway("promote", "churn", "--wait")).isEqualTo(ExitCode.REFUSED);
    assertThat(kubectl.out()).contains("ignored: it is not at step 2 any more");
  }

  @Test
  void anOperatorThatDoesNotHandleItIsNotWaitedForForEver() throws IOException {
    kubectl
        .watches(event("ADDED", Resources.STEPPING))
        .answers(GET, Resources.STEPPING)
        .answers("annotate", "");

    int code = kubectl.slipway("promote", "churn", "--wait", "--timeout=1s");

    assertThat(code).isEqualTo(ExitCode.TIMED_OUT);
    assertThat(kubectl.err()).contains("not handled after 1s. Is the operator running?");
  }

  @Test
  void watchPrintsALineAChangeAndEndsWhenItServes() throws IOException {
    kubectl.watches(
        event("ADDED", Resources.STEPPING),
        // Nothing has happened: only the message is another.
        event("MODIFIED", Resources.STEPPING.replace("\"m\"", "\"n\"")),
        event("MODIFIED", Resources.SERVING));

    int code = kubectl.slipway("watch", "churn");

    assertThat(code).isZero();
    assertThat(kubectl.out())
        .isEqualTo(
            """
            2026-11-01T09:00:00Z  Stepping 2, weight 25%, acknowledged 1/1; on its way (RolloutInProgress)
            2026-11-01T09:00:00Z  Stable; ready
            """);
  }

  @Test
  void watchEndsWithAnotherCodeWhenTheRolloutFails() throws IOException {
    kubectl.watches(event("ADDED", Resources.STALLED));

    int code = kubectl.slipway("watch", "churn");

    assertThat(code).isEqualTo(ExitCode.FAILED);
    assertThat(kubectl.err()).contains("kubectl slipway retry churn -n fraud");
  }

  @Test
  void aStatusOfAnOlderSpecEndsNoWatch() throws IOException {
    kubectl.watches(
        event("ADDED", Resources.SERVING.replace("\"generation\": 7", "\"generation\": 8")),
        event("MODIFIED", Resources.STALLED.replace("\"generation\": 7", "\"generation\": 7")));

    assertThat(kubectl.slipway("watch", "churn")).isEqualTo(ExitCode.FAILED);
  }

  @Test
  void aWatchThatTheServerEndsIsBegunAgain(@TempDir Path state) throws IOException {
    Path first = Files.writeString(state.resolve("first"), event("ADDED", Resources.STEPPING));
    Path then = Files.writeString(state.resolve("then"), event("ADDED", Resources.SERVING));
    kubectl.does(
        GET + " --watch", "cat " + first + "; mv " + then + " " + first + " 2>/dev/null; exit 0");

    assertThat(kubectl.slipway("watch", "churn")).isZero();
    assertThat(kubectl.out()).contains("Stepping 2").contains("Stable; ready");
  }

  @Test
  void whatIsDeletedEndsTheWatch() throws IOException {
    kubectl.watches(event("ADDED", Resources.STEPPING), event("DELETED", Resources.STEPPING));

    assertThat(kubectl.slipway("watch", "churn")).isEqualTo(ExitCode.FAILED);
    assertThat(kubectl.err()).isEqualTo("The ModelDeployment churn was deleted.\n");
  }

  @Test
  void whatIsNotThereEndsTheWatchAtOnce() throws IOException {
    kubectl.fails(
        GET, "Error from server (NotFound): modeldeployments.slipway.io \"churn\" not found\n");

    assertThat(kubectl.slipway("watch", "churn")).isEqualTo(ExitCode.KUBECTL);
    assertThat(kubectl.err()).contains("Look for it with: kubectl get modeldeployments -A");
  }

  @Test
  void aWatchEndsAfterTheTimeThatItIsGiven() throws IOException {
    kubectl.watches(event("ADDED", Resources.STEPPING));

    assertThat(kubectl.slipway("watch", "churn", "--timeout", "1s")).isEqualTo(ExitCode.TIMED_OUT);
    assertThat(kubectl.err()).contains("did not come to an end in time");
  }

  @Test
  void onATerminalThePictureIsDrawnAgain() throws IOException {
    kubectl
        .onATerminal()
        .watches(event("ADDED", Resources.STEPPING), event("MODIFIED", Resources.SERVING));

    assertThat(kubectl.slipway("watch", "churn")).isZero();
    assertThat(kubectl.out().split("\u001b\\[H", -1)).hasSize(4);
    assertThat(kubectl.out()).contains("[25%]").contains("churn in fraud: ready\u001b[K\n");
  }

  @Test
  void historyListsWhatIsKept() throws IOException {
    kubectl.answers(GET, Resources.SERVING);

    assertThat(kubectl.slipway("history", "churn")).isZero();
    assertThat(kubectl.out())
        .isEqualTo(
            """
            REVISION  NAME              VERSION       DIGEST               FORMAT  MODEL                                    AGE  NOW
            7         churn-58a4b17479  9f86d081884c  sha256:9f86d081884c  PMML    https://models.example.org/churn/7.pmml  1h   stable
            """);
  }

  @Test
  void rollbackPatchesTheModel() throws IOException {
    kubectl.answers(GET, Resources.SERVING).answers("patch", "");

    int code = kubectl.slipway("rollback", "churn", "--to", "7");

    assertThat(code).isZero();
    assertThat(kubectl.calls())
        .contains(
            "patch modeldeployments.slipway.io churn --type=merge -p"
                + " {\"metadata\":{\"resourceVersion\":\"42\"},\"spec\":{\"model\":{\"credentialsSecret\":\"churn-source\",\"uri\":\"https://models.example.org/churn/7.pmml\"}}}"
                + " --field-manager=kubectl-slipway");
    assertThat(kubectl.out())
        .contains("goes back to revision 7")
        .endsWith("Done. kubectl slipway watch churn -n fraud follows it.\n");
  }

  @Test
  void aDryRunChangesNothing() throws IOException {
    kubectl.answers(GET, Resources.SERVING);

    assertThat(kubectl.slipway("rollback", "churn", "--to", "7", "--dry-run")).isZero();
    assertThat(kubectl.out()).endsWith("Nothing was changed.\n");
  }

  @Test
  void withoutAnEarlierRevisionThereIsNoGoingBack() throws IOException {
    kubectl.answers(GET, Resources.SERVING);

    assertThat(kubectl.slipway("rollback", "churn")).isEqualTo(ExitCode.REFUSED);
    assertThat(kubectl.err()).contains("No revision before the current one of fraud/churn is kept");
  }

  @Test
  void whatGitOwnsIsLeftToGit() throws IOException {
    kubectl.answers(GET, ofFlux());

    assertThat(kubectl.slipway("rollback", "churn", "--to", "7")).isEqualTo(ExitCode.REFUSED);
    assertThat(kubectl.err())
        .contains("the Flux Kustomization apps")
        .contains("  +     uri: https://models.example.org/churn/7.pmml");
    assertThat(kubectl.calls()).noneMatch(call -> call.startsWith("patch"));
  }

  @Test
  void unlessSomebodyInsists() throws IOException {
    kubectl.answers(GET, ofFlux()).answers("patch", "");

    assertThat(kubectl.slipway("rollback", "churn", "--to", "7", "--force")).isZero();
    assertThat(kubectl.err())
        .isEqualTo(
            "the Flux Kustomization apps (namespace flux-system) will set it back, unless: flux"
                + " suspend kustomization apps -n flux-system\n");
    assertThat(kubectl.calls()).anyMatch(call -> call.startsWith("patch"));
  }

  @Test
  void aCommandLineThatMakesNoSenseIsExplained() throws IOException {
    assertThat(kubectl.slipway()).isEqualTo(ExitCode.USAGE);
    assertThat(kubectl.slipway("promot", "churn")).isEqualTo(ExitCode.USAGE);
    assertThat(kubectl.slipway("status")).isEqualTo(ExitCode.USAGE);
    assertThat(kubectl.slipway("watch", "churn", "--timeout", "soon")).isEqualTo(ExitCode.USAGE);
    assertThat(kubectl.err())
        .contains("Did you mean: kubectl slipway promote")
        .contains("Missing required parameter: 'NAME'")
        .contains("must be a duration in h, m, s and ms");
    assertThat(kubectl.calls()).isEmpty();
  }

  @Test
  void theHelpHasEveryCommandOnALine() throws IOException {
    assertThat(kubectl.slipway("--help")).isZero();
    assertThat(kubectl.out())
        .contains(
            "status",
            "watch",
            "promote",
            "abort",
            "retry",
            "pause",
            "resume",
            "resolve",
            "refresh",
            "history",
            "rollback");
  }

  @Test
  void commandsOptionsAndNamesAreCompleted(@TempDir Path other, @TempDir Path third)
      throws IOException {
    kubectl.answers("get modeldeployments.slipway.io -o name", LISTED);

    assertThat(kubectl.complete("re")).isEqualTo("refresh\nresolve\nresume\nretry\n:4\n");
    assertThat(new FakeKubectl(other).complete("rollback", "--"))
        .isEqualTo("--context\n--dry-run\n--force\n--help\n--kubeconfig\n--namespace\n--to\n:4\n");
    kubectl = new FakeKubectl(third);
    kubectl.answers("get modeldeployments.slipway.io -o name", LISTED);
    assertThat(kubectl.complete("status", "-n", "fraud", "c")).isEqualTo("churn\ncredit\n:4\n");
    assertThat(kubectl.calls().getFirst()).endsWith("--request-timeout=5s -n fraud");
  }

  @Test
  void whoCannotReachTheClusterGetsNoCompletionsAndNoErrors() throws IOException {
    kubectl.fails("get modeldeployments.slipway.io", "Unable to connect to the server: EOF\n");

    assertThat(kubectl.complete("status", "")).isEqualTo(":4\n");
    assertThat(kubectl.err()).isEmpty();
  }

  private static String ofFlux() {
    return Resources.SERVING.replace(
        "\"generation\"",
        "\"labels\": {\"kustomize.toolkit.fluxcd.io/name\": \"apps\"}, \"generation\"");
  }
}
