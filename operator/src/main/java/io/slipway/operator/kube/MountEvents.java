package io.slipway.operator.kube;

import static java.util.stream.Collectors.toMap;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.slipway.operator.desired.Labels;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the kubelet says of a pod whose Secret, ConfigMap or claim it cannot find. It says so in
 * events and nowhere else: the pod's status is that of one whose image is being pulled.
 *
 * <p>Asked for one pod of a revision, since all have the same mounts, and only while that pod has a
 * node and none of its containers has started for a while.
 */
public final class MountEvents {

  private static final Logger log = LoggerFactory.getLogger(MountEvents.class);

  /** A pod that finds everything has its mounts within that time. */
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  /** A large image takes minutes: what may be asked all the while has to be seldom. */
  private static final Duration PAUSE = Duration.ofSeconds(5);

  private static final String REASON = "FailedMount";
  private static final String NOT_FOUND = "not found";

  private final KubernetesClient client;
  private final Clock clock;

  public MountEvents(KubernetesClient client, Clock clock) {
    this.client = client;
    this.clock = clock;
  }

  /**
   * An answer, kept until it is time to ask again.
   *
   * @param words the kubelet's
   */
  record Answer(Instant at, Optional<String> words) {}

  /**
   * The kubelet's words, by the UID of the pod.
   *
   * @param pods of one resource
   */
  Map<String, String> of(Collection<Pod> pods, Session session) {
    Map<String, Answer> known = session.mountAnswers();
    Map<String, Answer> answers = new HashMap<>();
    for (Pod pod : oneOfEachRevision(pods)) {
      String uid = pod.getMetadata().getUid();
      Answer last = known.get(uid);
      answers.put(uid, last != null && isFresh(last) ? last : ask(pod));
    }
    session.mountAnswers(answers);
    Map<String, String> words = new HashMap<>();
    answers.forEach((uid, answer) -> answer.words().ifPresent(said -> words.put(uid, said)));
    return words;
  }

  private Collection<Pod> oneOfEachRevision(Collection<Pod> pods) {
    return pods.stream()
        .filter(this::waitsForItsMounts)
        .sorted(Comparator.comparing(pod -> pod.getMetadata().getName()))
        .collect(
            toMap(
                pod -> Labels.get(pod, Labels.REVISION).orElse(""),
                pod -> pod,
                (first, other) -> first))
        .values();
  }

  private boolean waitsForItsMounts(Pod pod) {
    return pod.getMetadata().getDeletionTimestamp() == null
        && pod.getStatus() != null
        && "Pending".equals(pod.getStatus().getPhase())
        && pod.getStatus().getConditions().stream().anyMatch(this::isScheduledForAWhile)
        && pod.getStatus().getContainerStatuses().stream()
            .allMatch(status -> isBeingCreated(status.getState()));
  }

  private boolean isScheduledForAWhile(PodCondition condition) {
    return condition.getType().equals("PodScheduled")
        && condition.getStatus().equals("True")
        && condition.getLastTransitionTime() != null
        && isOver(Instant.parse(condition.getLastTransitionTime()), PATIENCE);
  }

  private static boolean isBeingCreated(@Nullable ContainerState state) {
    return state == null
        || (state.getWaiting() != null
            && "ContainerCreating".equals(state.getWaiting().getReason()));
  }

  private boolean isFresh(Answer answer) {
    return !isOver(answer.at(), PAUSE);
  }

  private boolean isOver(Instant since, Duration wait) {
    return !since.plus(wait).isAfter(clock.instant());
  }

  private Answer ask(Pod pod) {
    try {
      List<Event> events =
          client
              .v1()
              .events()
              .inNamespace(pod.getMetadata().getNamespace())
              .withField("involvedObject.uid", pod.getMetadata().getUid())
              .withField("reason", REASON)
              .list()
              .getItems();
      return new Answer(clock.instant(), latest(events));
    } catch (KubernetesClientException e) {
      // The pod's mounts are a matter of words: nothing else waits for them.
      log.atWarn()
          .addKeyValue("pod", pod.getMetadata().getName())
          .log("Cannot read the pod's events: {}", e.getMessage());
      return new Answer(clock.instant(), Optional.empty());
    }
  }

  /** The last of several mounts may have failed for a passing reason, such as a full cache. */
  private static Optional<String> latest(List<Event> events) {
    return events.stream()
        .filter(event -> event.getMessage() != null && event.getMessage().contains(NOT_FOUND))
        .max(
            Comparator.comparing(event -> Objects.requireNonNullElse(event.getLastTimestamp(), "")))
        .map(Event::getMessage);
  }
}
