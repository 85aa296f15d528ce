package io.slipway.operator.plan;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Service;
import io.slipway.api.v1alpha1.AssignmentType;
import io.slipway.api.v1alpha1.DurationText;
import io.slipway.api.v1alpha1.ModelDeployment;
import io.slipway.api.v1alpha1.Rollout;
import io.slipway.operator.desired.EntryService.Selection;
import io.slipway.operator.document.SignedDocument;
import io.slipway.operator.document.TrafficPayload;
import io.slipway.operator.document.TrafficPayload.Assignment;
import io.slipway.operator.document.TrafficPayload.Split;
import io.slipway.operator.observe.Observation;
import io.slipway.operator.observe.PodReport;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/**
 * An observation, read: what the state machine decides on.
 *
 * @param stable the revision that callers are promised
 * @param wanted the revision that the spec asks for; absent while its model is not resolved, or
 *     cannot be served
 * @param revisions every revision that there is, and the wanted one
 * @param entry the Service that callers enter by
 * @param traffic the document that pods were given
 * @param refresh what the wanted revision was made anew for, where a person asked for it
 * @param course where the version change is, as the status has it
 */
record Facts(
    Observation observation,
    Optional<String> stable,
    Optional<String> wanted,
    SortedMap<String, RevisionFacts> revisions,
    Entry entry,
    Traffic traffic,
    Optional<String> refresh,
    Course course) {

  /**
   * The entry Service.
   *
   * @param selection which revisions it selects; absent when it does not exist, or somebody edited
   *     it into something else
   * @param readyPods the UIDs of the pods in its slices that are ready
   */
  record Entry(Optional<Service> service, Optional<Selection> selection, Set<String> readyPods) {

    boolean includes(String revision) {
      return selection.filter(selected -> selected.includes(revision)).isPresent();
    }

    boolean isExactly(Selection wanted) {
      return selection.filter(wanted::equals).isPresent();
    }
  }

  /**
   * The traffic document.
   *
   * @param payload what it says, whoever signed it
   * @param signed whether the key in use signed it
   */
  record Traffic(
      Optional<ConfigMap> configMap,
      Optional<SignedDocument> document,
      Optional<TrafficPayload> payload,
      boolean signed) {

    /** Whether the document sends callers of other revisions to this one. */
    boolean sendsTo(String revision) {
      return payload
          .filter(said -> said.target().equals(revision) && said.weightBp() > 0)
          .isPresent();
    }

    /** Whether the document asks for this split and the pod goes by it. */
    boolean isFollowed(Split split, PodFacts pod) {
      return payload.filter(said -> said.split().equals(split)).isPresent() && acknowledgedBy(pod);
    }

    /** Whether a pod goes by this document. */
    boolean acknowledgedBy(PodFacts pod) {
      return payload
          .filter(
              said ->
                  pod.report()
                      .flatMap(report -> report.traffic())
                      .filter(known -> goesBy(known, said))
                      .isPresent())
          .isPresent();
    }

    /**
     * Whether a pod that says so goes by this document, or by a newer one. An equal number is not
     * enough: where the ConfigMap was lost while no pod could be asked, two have the same.
     */
    static boolean goesBy(PodReport.Traffic known, TrafficPayload said) {
      return isThat(known, said)
          ? known.target().equals(said.target()) && known.weightBp() == said.weightBp()
          : !known.isOlderThan(said.epoch(), said.sequence());
    }

    /** Whether a pod that says so would not take this document. */
    static boolean refuses(PodReport.Traffic known, TrafficPayload said) {
      return isThat(known, said)
          ? !goesBy(known, said)
          : said.isOlderThan(known.epoch(), known.sequence());
    }

    private static boolean isThat(PodReport.Traffic known, TrafficPayload said) {
      return known.epoch() == said.epoch() && known.sequence() == said.sequence();
    }
  }

  ModelDeployment resource() {
    return observation.resource();
  }

  /** How many pods a revision needs that answers all callers. */
  int replicas() {
    return scaling().size();
  }

  Scaling scaling() {
    return new Scaling(this);
  }

  Rollout rollout() {
    return resource().getSpec().rolloutOrNone();
  }

  Instant now() {
    return observation.now();
  }

  /** Whether what has made no progress since then has had all the time that the spec gives it. */
  boolean isOverdue(Instant since) {
    return !since.plus(DurationText.parse(rollout().progressDeadline())).isAfter(now());
  }

  /** Whether callers find all ready pods of a revision, and will: who is silent is taken out. */
  boolean areEntered(RevisionFacts revision) {
    return revision.ready().stream()
        .allMatch(pod -> pod.inEntrySlices() && !observation.silent().contains(pod.uid()));
  }

  /** What makes every other pod send that revision everything. */
  Split everything(RevisionFacts target) {
    return split(target, TrafficPayload.EVERYTHING, 0);
  }

  /** What names that revision and sends it nothing. */
  Split nothing(RevisionFacts target) {
    return split(target, 0, 0);
  }

  /** What gives that revision a share, under the name of the change that leads to it. */
  Split split(RevisionFacts target, int weightBp, int shadowBp) {
    return new Split(target.name(), weightBp, shadowBp, assignment(), id(target.name()));
  }

  /**
   * The name of the change that leads to a revision: the status has it, or the document where the
   * status does not yet; otherwise it begins now.
   */
  String id(String target) {
    return course
        .idOf(target)
        .or(
            () ->
                traffic
                    .payload()
                    .filter(said -> said.target().equals(target))
                    .map(TrafficPayload::rollout)
                    .filter(id -> id.startsWith(target + ".")))
        .orElseGet(() -> target + "." + now().getEpochSecond());
  }

  /** As if no version change had ever begun: what was counted in one is no evidence of another. */
  Facts anew() {
    return new Facts(
        observation, stable, wanted, revisions, entry, traffic, refresh, course.withoutChange());
  }

  private Assignment assignment() {
    var wanted = rollout().assignment();
    if (wanted == null || wanted.type() != AssignmentType.KEY) {
      return Assignment.REQUEST;
    }
    return Optional.ofNullable(wanted.header())
        .map(Assignment::byHeader)
        .or(() -> Optional.ofNullable(wanted.field()).map(Assignment::byField))
        .orElse(Assignment.REQUEST);
  }

  /** A revision's facts; those of nothing for one that does not exist. */
  RevisionFacts revision(String name) {
    RevisionFacts found = revisions.get(name);
    return found == null
        ? new RevisionFacts(
            name,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            0)
        : found;
  }

  /** The revisions with pods that are neither stable nor wanted. */
  List<RevisionFacts> leftovers() {
    return revisions.values().stream()
        .filter(RevisionFacts::isDeployed)
        .filter(revision -> stable.filter(revision.name()::equals).isEmpty())
        .filter(revision -> wanted.filter(revision.name()::equals).isEmpty())
        .toList();
  }

  /** The revisions with pods, but for this one. */
  List<RevisionFacts> deployedBeside(String name) {
    return revisions.values().stream()
        .filter(RevisionFacts::isDeployed)
        .filter(revision -> !revision.name().equals(name))
        .toList();
  }
}
