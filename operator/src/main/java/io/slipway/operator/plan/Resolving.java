package io.slipway.operator.plan;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.slipway.api.v1alpha1.ModelDeployment;
import io.slipway.api.v1alpha1.ModelFormat;
import io.slipway.api.v1alpha1.ModelSource;
import io.slipway.api.v1alpha1.ModelSource.Registered;
import io.slipway.api.v1alpha1.Reason;
import io.slipway.api.v1alpha1.RolloutState;
import io.slipway.operator.desired.Hashes;
import io.slipway.operator.desired.Labels;
import io.slipway.operator.desired.Ownership;
import io.slipway.operator.desired.ResolvedModel;
import io.slipway.operator.desired.ResolverPod;
import io.slipway.operator.desired.StoredRevision;
import io.slipway.operator.document.Comparison;
import io.slipway.operator.document.Json;
import io.slipway.operator.observe.ObjectKey;
import io.slipway.operator.observe.Observation;
import io.slipway.operator.status.Statuses;
import io.slipway.operator.status.Trouble;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * From what {@code spec.model} says to the bytes it means: pinned by the user, by a revision that
 * was made of the same words before, by the registry, or by a resolver pod that looks once.
 */
final class Resolving {

  private static final Duration SHORTEST_WAIT = Duration.ofSeconds(10);
  private static final Optional<Duration> LOOK_SOON = Optional.of(Duration.ofSeconds(2));
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);

  private final Observation observation;
  private final ModelDeployment resource;
  private final String hash;

  /** A person's word to look a source up again that was resolved before. */
  private final Optional<String> lookAgain;

  private Resolving(Observation observation) {
    this.observation = observation;
    this.resource = observation.resource();
    this.hash = Hashes.model(resource.getMetadata().getName(), resource.getSpec().model());
    this.lookAgain =
        Command.pending(resource)
            .filter(command -> command.verb() == Command.Verb.RESOLVE)
            .map(Command::value)
            .map(Hashes::word);
  }

  /**
   * Where resolving is.
   *
   * @param model what the source is; absent while nobody knows
   * @param trouble why it cannot be found out
   * @param steps what to do about it
   * @param again when to look again though nothing changes
   * @param outcome what came of a person's word to look again; empty while it is not known
   * @param concern why the source cannot be followed, though what is known of it is good
   */
  record Resolution(
      Optional<ResolvedModel> model,
      Optional<Trouble> trouble,
      List<Step> steps,
      Optional<Duration> again,
      Optional<String> outcome,
      Optional<Trouble> concern) {

    Resolution(
        Optional<ResolvedModel> model,
        Optional<Trouble> trouble,
        List<Step> steps,
        Optional<Duration> again) {
      this(model, trouble, steps, again, Optional.empty(), Optional.empty());
    }
  }

  /** The resolver's answer, as it writes it. */
  private record Answer(@Nullable Resolved resolved) {}

  private record Resolved(
      @Nullable String digest,
      @Nullable String format,
      @Nullable String uri,
      @Nullable JsonNode compared) {}

  static Resolution of(Observation observation) {
    return new Resolving(observation).resolution();
  }

  private Resolution resolution() {
    return resource
        .getSpec()
        .model()
        .registered()
        .map(this::fromRegistry)
        .orElseGet(this::fromSource);
  }

  private Resolution fromRegistry(Registered asked) {
    Resolution said =
        new FromRegistry(
                resource.getSpec().model(), asked, observation.registry(), remembered(asked))
            .resolution();
    return new Resolution(
        said.model(),
        said.trouble(),
        remove(resolvers()),
        said.again(),
        lookAgain.map(word -> "ignored: the registry's " + asked + " is followed by itself"),
        said.concern());
  }

  private Resolution fromSource() {
    Optional<ResolvedModel> known = pinned().or(this::remembered);
    if (known.isPresent() && lookAgain.isPresent()) {
      return pinned().isPresent()
          ? settled(known, "ignored: spec.model.digest pins the model; change it there")
          : resolveAgain(known.get());
    }
    if (known.isPresent()) {
      return new Resolution(known, Optional.empty(), remove(resolvers()), Optional.empty());
    }
    List<Step> steps = new ArrayList<>(remove(resolvers().stream().filter(this::isStale).toList()));
    Optional<Pod> current = resolvers().stream().filter(pod -> !isStale(pod)).findFirst();
    if (current.isEmpty()) {
      steps.add(resolver());
      return new Resolution(Optional.empty(), Optional.empty(), steps, Optional.empty());
    }
    return judge(current.get(), steps);
  }

  /** What serves is known and goes on, while a resolver looks what the source has by now. */
  private Resolution resolveAgain(ResolvedModel known) {
    List<Step> steps = new ArrayList<>(remove(resolvers().stream().filter(this::isStale).toList()));
    Optional<Pod> current = resolvers().stream().filter(pod -> !isStale(pod)).findFirst();
    if (current.isEmpty()) {
      steps.add(resolver());
      return new Resolution(Optional.of(known), Optional.empty(), steps, LOOK_SOON);
    }
    Optional<ResolvedModel> answer = end(current.get()).flatMap(Resolving::answer);
    if (answer.isPresent()) {
      return settled(
          answer,
          answer.get().digest().equals(known.digest())
              ? "the source still has " + known.digest()
              : "the source now has " + answer.get().digest());
    }
    Optional<Trouble> trouble = Diagnosis.by(observation).ofPod(current.get());
    return isOver(current.get())
        ? settled(
            Optional.of(known),
            "ignored: the source could not be read: "
                + trouble.orElseGet(() -> lost(current.get())).message())
        : new Resolution(Optional.of(known), Optional.empty(), steps, LOOK_SOON);
  }

  private static Resolution settled(Optional<ResolvedModel> model, String outcome) {
    return new Resolution(
        model,
        Optional.empty(),
        List.of(),
        Optional.empty(),
        Optional.of(outcome),
        Optional.empty());
  }

  private Step resolver() {
    return new Step.Apply(
        ResolverPod.desired(resource, observation.settings(), lookAgain),
        new Step.Precondition.AbsentOrOurs());
  }

  private Resolution judge(Pod pod, List<Step> steps) {
    Optional<ContainerStateTerminated> end = end(pod);
    Optional<ResolvedModel> answer = end.flatMap(Resolving::answer);
    if (answer.isPresent()) {
      return new Resolution(answer, Optional.empty(), steps, Optional.empty());
    }
    Optional<Trouble> trouble = Diagnosis.by(observation).ofPod(pod);
    if (!isOver(pod)) {
      return new Resolution(Optional.empty(), trouble, steps, Optional.of(Duration.ofSeconds(5)));
    }
    Duration left = Duration.between(observation.now(), retryAt(pod, end));
    if (!left.isPositive()) {
      steps.addAll(remove(List.of(pod)));
    }
    return new Resolution(
        Optional.empty(),
        trouble.or(() -> Optional.of(lost(pod))),
        steps,
        Optional.of(left.isPositive() ? left : Duration.ofSeconds(1)));
  }

  /**
   * Waits as long again as resolving has taken so far: the waits double, and nothing is counted.
   * Every failure is retried, since files appear and permissions are given.
   */
  private Instant retryAt(Pod pod, Optional<ContainerStateTerminated> end) {
    Instant ended =
        end.map(ContainerStateTerminated::getFinishedAt)
            .or(() -> Optional.ofNullable(pod.getMetadata().getCreationTimestamp()))
            .map(Instant::parse)
            .orElse(observation.now());
    Instant began = Statuses.since(resource, observation.now(), RolloutState.RESOLVING, "");
    Duration taken = Duration.between(began, ended);
    Duration wait = taken.compareTo(SHORTEST_WAIT) < 0 ? SHORTEST_WAIT : taken;
    return ended.plus(wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait);
  }

  private Optional<ResolvedModel> pinned() {
    ModelSource model = resource.getSpec().model();
    ModelFormat format = model.format();
    return Optional.ofNullable(model.digest())
        .map(digest -> new ResolvedModel(digest, format == null ? "" : format.name()));
  }

  /**
   * What a version meant it means for ever. What an alias meant counts only until something else
   * was asked for: it may have moved since, and nobody followed it.
   */
  private Optional<ResolvedModel> remembered(Registered asked) {
    return switch (asked) {
      case Registered.Version _ -> remembered();
      case Registered.Alias _ -> rememberedIn(history().limit(1));
    };
  }

  /** What the newest revision that was made of the same words pinned. */
  private Optional<ResolvedModel> remembered() {
    return rememberedIn(history());
  }

  private Optional<ResolvedModel> rememberedIn(Stream<ControllerRevision> revisions) {
    return revisions
        .filter(
            object -> Labels.annotation(object, Labels.MODEL_HASH).filter(hash::equals).isPresent())
        .flatMap(object -> StoredRevision.of(object).stream())
        .map(StoredRevision::resolved)
        .findFirst();
  }

  /** All that was ever asked for and is not forgotten, the latest first. */
  private Stream<ControllerRevision> history() {
    return observation.owned().revisions().stream()
        .filter(object -> Ownership.controls(resource, object))
        .sorted(Comparator.comparing(ControllerRevision::getRevision).reversed());
  }

  private List<Pod> resolvers() {
    return observation.owned().pods().stream()
        .filter(ResolverPod::is)
        .filter(pod -> Ownership.controls(resource, pod))
        .toList();
  }

  private boolean isStale(Pod pod) {
    return Labels.annotation(pod, Labels.MODEL_HASH).filter(hash::equals).isEmpty()
        || !Labels.annotation(pod, Labels.RESOLVE).equals(lookAgain);
  }

  private static List<Step> remove(List<Pod> pods) {
    return pods.stream()
        .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
        .<Step>map(
            pod -> new Step.Delete(ObjectKey.of(pod), pod.getMetadata().getUid(), Optional.empty()))
        .toList();
  }

  private static Optional<ResolvedModel> answer(ContainerStateTerminated end) {
    if (!Objects.equals(end.getExitCode(), 0) || end.getMessage() == null) {
      return Optional.empty();
    }
    return Json.read(end.getMessage(), Answer.class)
        .map(Answer::resolved)
        .filter(found -> found.digest() != null)
        .map(
            found ->
                new ResolvedModel(
                    Objects.requireNonNullElse(found.digest(), ""),
                    Objects.requireNonNullElse(found.format(), ""),
                    "",
                    Objects.requireNonNullElse(found.uri(), ""),
                    Optional.ofNullable(found.compared()).flatMap(Comparison::of).orElse(null)));
  }

  private static Optional<ContainerStateTerminated> end(Pod pod) {
    return pod.getStatus() == null
        ? Optional.empty()
        : pod.getStatus().getContainerStatuses().stream()
            .map(ContainerStatus::getState)
            .filter(state -> state != null && state.getTerminated() != null)
            .map(state -> state.getTerminated())
            .findFirst();
  }

  private static boolean isOver(Pod pod) {
    String phase = pod.getStatus() == null ? "" : String.valueOf(pod.getStatus().getPhase());
    return phase.equals("Failed") || phase.equals("Succeeded") || end(pod).isPresent();
  }

  private static Trouble lost(Pod pod) {
    String words = pod.getStatus() == null ? null : pod.getStatus().getMessage();
    return new Trouble(
        Reason.INTERNAL,
        "pod "
            + pod.getMetadata().getName()
            + " ended without an answer"
            + (words == null ? "" : ": " + words));
  }
}
