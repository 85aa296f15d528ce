package io.slipway.operator.batch.plan;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import io.slipway.api.v1alpha1.BatchReason;
import io.slipway.operator.batch.desired.BatchLabels;
import io.slipway.operator.batch.desired.RunJobs;
import io.slipway.operator.batch.observe.SparkApi;
import io.slipway.operator.batch.observe.SparkOperators;
import io.slipway.operator.batch.status.Standing.State;
import io.slipway.operator.batch.status.Why;
import io.slipway.operator.desired.Labels;
import io.slipway.operator.plan.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * How splits are scored by another operator's SparkApplication: one submission after the other,
 * each a resource of its own, until one is complete. Such an operator may start a driver twice, or
 * beside one of before; that does no harm, since a split counts once.
 */
record SparkCourse(RunFacts facts) {

  /** Operators say something of a new resource within seconds, unless they are being installed. */
  private static final Duration UNTIL_TAKEN = Duration.ofMinutes(2);

  /** As a Job waits before it starts another pod: so long, and twice as long each time. */
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(10);

  private static final int SUBMISSIONS = RunJobs.TRIES_OF_ONE_POD + 1;

  private static final String OTHERWISE =
      "or apply the BatchScoring anew with engine.spark.submit: Job, and splits that are done stay"
          + " done";

  /**
   * What follows from how an application is.
   *
   * @param complete all splits are scored
   * @param failed the run ends
   */
  record Ends(Supplier<Course> complete, Function<Why, Course> failed) {}

  /** Why nobody could score, if so. */
  Optional<Why> missing() {
    return switch (facts.observation().spark()) {
      case SparkOperators.Unasked _, SparkOperators.Served _ -> Optional.empty();
      case SparkOperators.Missing _ ->
          Optional.of(
              Why.of(
                  BatchReason.SPARK_OPERATOR_MISSING,
                  "the cluster knows no SparkApplication: install Kubeflow's operator (%s) or Apache's (%s), %s"
                      .formatted(
                          SparkApi.KUBEFLOW.apiVersion(),
                          SparkApi.APACHE.apiVersion(),
                          OTHERWISE)));
      case SparkOperators.Forbidden(String words) ->
          Optional.of(
              Why.of(
                  BatchReason.SPARK_OPERATOR_MISSING,
                  "Slipway's operator may not look at SparkApplications: give it the rights that the chart has, %s. The API server: %s"
                      .formatted(OTHERWISE, words)));
    };
  }

  /** The drivers of all submissions. */
  List<Pod> drivers() {
    return facts.applications().stream().flatMap(it -> facts.drivers(it).stream()).toList();
  }

  /** How far it is. */
  Course scoring(Stage stage, RunJobs wanted, String runId, Ends ends) {
    List<Step> others =
        facts.applications().stream()
            .filter(it -> !isOf(it, runId))
            .filter(it -> !it.isMarkedForDeletion())
            .<Step>map(Step.Withdraw::new)
            .toList();
    if (!others.isEmpty()) {
      return stage.going(stage.reason(), "what is left of another run is removed first", others);
    }
    List<GenericKubernetesResource> submissions = facts.applications();
    return submissions.isEmpty()
        ? stage.going(submitted(wanted, runId, 1))
        : look(stage, wanted, runId, submissions.getLast(), ends);
  }

  private Course look(
      Stage stage, RunJobs wanted, String runId, GenericKubernetesResource application, Ends ends) {
    if (application.isMarkedForDeletion()) {
      return stage.going(
          stage.reason(), "%s is being removed".formatted(named(application)), List.of());
    }
    List<Pod> drivers = facts.drivers(application);
    List<LastWord> words = RunFacts.words(drivers);
    SparkState state = SparkState.of(application);
    // Operators may miss that a driver was well, or that it ended at all; it knows best.
    if (state.kind() == SparkState.Kind.COMPLETE || words.stream().anyMatch(LastWord::isSuccess)) {
      return ends.complete().get();
    }
    Optional<LastWord> hopeless = words.stream().filter(LastWord::isHopeless).findFirst();
    if (hopeless.isPresent()) {
      return ends.failed().apply(told(hopeless.get().failure()));
    }
    return switch (state.kind()) {
      case COMPLETE -> ends.complete().get();
      // An operator that has given a driver up may leave it alive: it is the try that goes on.
      case FAILED ->
          facts.isAlive(application)
              ? underWay(stage, drivers)
              : failed(stage, wanted, runId, application, ends);
      case UNTAKEN -> untaken(stage, application, state);
      case HELD ->
          stage.going(
              stage.reason(),
              "%s is suspended, and waits for its queue or for whoever suspended it"
                  .formatted(named(application)),
              List.of());
      case UNSETTLED ->
          stage.going(
              BatchReason.RETRYING,
              "%s is %s".formatted(named(application), state.words()),
              List.of());
      case UNDER_WAY -> underWay(stage, drivers);
    };
  }

  private Course underWay(Stage stage, List<Pod> drivers) {
    JobWords words = new JobWords(facts);
    return words.areWorking(drivers)
        ? stage.going(List.of())
        : words
            .waiting(drivers)
            .map(why -> Course.of(stage.phase(), State.STALLED, why, List.of()))
            .orElseGet(() -> stage.going(List.of()));
  }

  private Course untaken(Stage stage, GenericKubernetesResource application, SparkState state) {
    if (!isOver(state.since().plus(UNTIL_TAKEN))) {
      return stage.going(List.of());
    }
    String group = application.getApiVersion().replaceFirst("/.*", "");
    return Course.of(
        stage.phase(),
        State.STALLED,
        Why.of(
            BatchReason.SPARK_OPERATOR_MISSING,
            "no operator has taken %s for %d s: see that the one of %s runs and watches namespace %s, %s"
                .formatted(
                    named(application),
                    UNTIL_TAKEN.toSeconds(),
                    group,
                    application.getMetadata().getNamespace(),
                    OTHERWISE)),
        List.of());
  }

  /** Its operator tries once; the next try is a submission of its own, after a while. */
  private Course failed(
      Stage stage, RunJobs wanted, String runId, GenericKubernetesResource application, Ends ends) {
    SparkState state = SparkState.of(application);
    Why cause = cause(application, state);
    int number = Math.max(1, RunFacts.submission(application));
    boolean isLast = number >= SUBMISSIONS;
    // After the last one only the driver's word is waited for: pods are seen by another watch.
    Duration pause = isLast ? FIRST_PAUSE : FIRST_PAUSE.multipliedBy(1L << (number - 1));
    boolean isOver = isOver(state.since().plus(pause));
    if (isLast && isOver) {
      return ends.failed().apply(told(cause));
    }
    return stage.going(
        BatchReason.RETRYING,
        (isLast ? "it was the last try: " : "another try follows: ") + cause.message(),
        isOver ? submitted(wanted, runId, number + 1) : List.of());
  }

  private static Why told(Why cause) {
    return new Why(cause.reason(), "the splits were given up: " + cause.message());
  }

  /** In the driver's own words where it left some, else in those of its operator. */
  private Why cause(GenericKubernetesResource application, SparkState state) {
    return RunFacts.words(facts.drivers(application)).stream()
        .filter(word -> !word.isKilled())
        .max(LastWord.BY_WEIGHT)
        .map(LastWord::failure)
        .orElseGet(
            () -> Why.of(state.reason(), "%s is %s".formatted(named(application), state.words())));
  }

  private List<Step> submitted(RunJobs wanted, String runId, int number) {
    return facts.observation().spark() instanceof SparkOperators.Served(SparkApi api, var _)
        ? List.of(new Step.Submit(wanted.application(api, runId, number)))
        : List.of();
  }

  /** Those that may still do something are taken away: splits that are done stay done. */
  List<Step> suspended() {
    return facts.applications().stream()
        .filter(it -> !it.isMarkedForDeletion())
        .filter(it -> !hasEnded(it) || facts.isAlive(it))
        .<Step>map(Step.Withdraw::new)
        .toList();
  }

  private static boolean hasEnded(GenericKubernetesResource application) {
    return Stream.of(SparkState.Kind.COMPLETE, SparkState.Kind.FAILED)
        .anyMatch(SparkState.of(application).kind()::equals);
  }

  private static boolean isOf(GenericKubernetesResource application, String runId) {
    return Labels.annotation(application, BatchLabels.RUN).filter(runId::equals).isPresent();
  }

  private boolean isOver(Instant time) {
    return !time.isAfter(facts.observation().now());
  }

  private static String named(GenericKubernetesResource application) {
    return SparkApi.KIND + " " + application.getMetadata().getName();
  }
}
