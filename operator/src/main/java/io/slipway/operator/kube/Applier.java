package io.slipway.operator.kube;

import static java.net.HttpURLConnection.HTTP_BAD_REQUEST;
import static java.net.HttpURLConnection.HTTP_CONFLICT;
import static java.net.HttpURLConnection.HTTP_FORBIDDEN;
import static java.net.HttpURLConnection.HTTP_NOT_FOUND;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.slipway.operator.desired.Labels;
import io.slipway.operator.desired.Ownership;
import io.slipway.operator.leader.Fence;
import io.slipway.operator.observe.ObjectKey;
import io.slipway.operator.observe.Refusal;
import io.slipway.operator.plan.Step;
import io.slipway.operator.plan.Step.Precondition;
import io.slipway.operator.podclient.PodGateway;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out a plan's steps in their order, up to the first that fails.
 *
 * <p>Somebody else's object is never written to. An object that the caches show is written on the
 * condition that it is still the one they show; one that they do not show is looked for first,
 * since caches hold only what carries our label.
 */
public final class Applier {

  private static final Logger log = LoggerFactory.getLogger(Applier.class);

  private final Writes writes;
  private final Fence fence;
  private final ObjectLookup caches;
  private final PodGateway pods;
  private final Clock clock;

  public Applier(Writes writes, Fence fence, ObjectLookup caches, PodGateway pods, Clock clock) {
    this.writes = writes;
    this.fence = fence;
    this.caches = caches;
    this.pods = pods;
    this.clock = clock;
  }

  /** How far it got; what was refused is remembered for the next observation. */
  public Outcome apply(List<Step> steps, HasMetadata resource, Session session) {
    for (Step step : steps) {
      Outcome outcome = apply(step, resource, session);
      if (outcome != Outcome.DONE) {
        return outcome;
      }
    }
    session.refused(List.of());
    return Outcome.DONE;
  }

  private Outcome apply(Step step, HasMetadata resource, Session session) {
    return switch (step) {
      case Step.Apply apply -> applied(apply, resource, session);
      case Step.Delete delete -> deleted(delete, resource, session);
      case Step.AnnotatePod annotate -> annotated(annotate, resource, session);
      case Step.LabelPod label -> labelled(label, resource, session);
      case Step.SuspendJob suspend -> suspended(suspend, resource, session);
      case Step.Submit(var object) -> submitted(object, resource, session);
      case Step.Withdraw(var object) -> withdrawn(object, session);
      case Step.PushTraffic push -> {
        fence.check();
        pods.push(push.document(), push.pods());
        yield Outcome.DONE;
      }
    };
  }

  private Outcome applied(Step.Apply step, HasMetadata resource, Session session) {
    HasMetadata wanted = step.object();
    ObjectKey key = ObjectKey.of(wanted);
    String namespace = resource.getMetadata().getNamespace();
    Optional<HasMetadata> cached = caches.find(key, namespace);
    if (cached.filter(live -> session.acceptedForms().settled(wanted, live)).isPresent()) {
      return Outcome.DONE;
    }
    try {
      Optional<HasMetadata> live = cached.isPresent() ? cached : writes.read(key, namespace);
      if (live.filter(object -> !Ownership.controls(resource, object)).isPresent()) {
        return refused(nameTaken(key, live.get(), resource), session);
      }
      if (isOverruled(step.precondition(), cached, live)) {
        return Outcome.CONFLICT;
      }
      HasMetadata answer =
          live.isPresent()
              ? writes.change(wanted, step.precondition(), live.get())
              : writes.create(wanted);
      session.acceptedForms().accepted(wanted, answer);
      session.ownWrites().wrote(answer, clock.instant());
      log.atInfo().addKeyValue("object", key).log("Applied {}", key);
      return Outcome.DONE;
    } catch (KubernetesClientException e) {
      return failed(key, e, session);
    }
  }

  /** Whether the object came or went since it was decided upon. */
  private static boolean isOverruled(
      Precondition precondition, Optional<HasMetadata> cached, Optional<HasMetadata> live) {
    return switch (precondition) {
      case Precondition.Unchanged unchanged -> live.isEmpty();
      // Without our label no watch will ever show it: it was decided upon with all there is to see.
      case Precondition.Absent absent ->
          cached.isPresent() || live.filter(Labels::areOurs).isPresent();
      case Precondition.AbsentOrOurs absent -> false;
    };
  }

  private Outcome deleted(Step.Delete step, HasMetadata resource, Session session) {
    ObjectKey key = step.object();
    try {
      writes.delete(key, resource.getMetadata().getNamespace(), step.uid(), step.resourceVersion());
      session.acceptedForms().forget(key);
      session.ownWrites().deleted(key, step.uid(), clock.instant());
      log.atInfo().addKeyValue("object", key).log("Deleted {}", key);
      return Outcome.DONE;
    } catch (KubernetesClientException e) {
      return failed(key, e, session);
    }
  }

  /** Only hastens what would happen anyway, so a pod that is gone is no failure. */
  private Outcome annotated(Step.AnnotatePod step, HasMetadata resource, Session session) {
    String namespace = resource.getMetadata().getNamespace();
    Optional<HasMetadata> cached = caches.find(new ObjectKey("Pod", step.pod().name()), namespace);
    if (cached
        .flatMap(pod -> Labels.annotation(pod, step.key()))
        .filter(step.value()::equals)
        .isPresent()) {
      return Outcome.DONE;
    }
    try {
      HasMetadata answer = writes.annotate(namespace, step.pod(), step.key(), step.value());
      session.ownWrites().wrote(answer, clock.instant());
    } catch (KubernetesClientException e) {
      if (e.getCode() != HTTP_CONFLICT && e.getCode() != HTTP_NOT_FOUND) {
        throw e;
      }
    }
    return Outcome.DONE;
  }

  private Outcome labelled(Step.LabelPod step, HasMetadata resource, Session session) {
    try {
      HasMetadata answer =
          writes.label(resource.getMetadata().getNamespace(), step.pod(), step.key(), step.value());
      session.ownWrites().wrote(answer, clock.instant());
      log.atInfo()
          .addKeyValue("pod", step.pod().name())
          .log("Labelled {}={}", step.key(), step.value());
    } catch (KubernetesClientException e) {
      if (e.getCode() != HTTP_CONFLICT && e.getCode() != HTTP_NOT_FOUND) {
        throw e;
      }
    }
    return Outcome.DONE;
  }

  private Outcome suspended(Step.SuspendJob step, HasMetadata resource, Session session) {
    try {
      HasMetadata answer =
          writes.suspend(
              resource.getMetadata().getNamespace(), step.job(), step.uid(), step.wanted());
      session.ownWrites().wrote(answer, clock.instant());
      log.atInfo().addKeyValue("object", step.job()).log("{} {}", step.wanted(), step.job());
      return Outcome.DONE;
    } catch (KubernetesClientException e) {
      return e.getCode() == HTTP_NOT_FOUND ? Outcome.CONFLICT : failed(step.job(), e, session);
    }
  }

  /** No watch shows it, so that none has to be waited for: the next look asks the API server. */
  private Outcome submitted(
      GenericKubernetesResource object, HasMetadata resource, Session session) {
    ObjectKey key = ObjectKey.of(object);
    try {
      writes.submit(object);
      log.atInfo().addKeyValue("object", key).log("Submitted {}", key);
      return Outcome.DONE;
    } catch (KubernetesClientException e) {
      if (e.getCode() == HTTP_NOT_FOUND) {
        return Outcome.CONFLICT;
      }
      if (e.getCode() == HTTP_CONFLICT) {
        Optional<GenericKubernetesResource> live = writes.readForeign(object);
        if (live.filter(other -> !Ownership.controls(resource, other)).isPresent()) {
          return refused(nameTaken(key, live.get(), resource), session);
        }
      }
      return failed(key, e, session);
    }
  }

  private Outcome withdrawn(GenericKubernetesResource object, Session session) {
    ObjectKey key = ObjectKey.of(object);
    try {
      writes.withdraw(object);
      log.atInfo().addKeyValue("object", key).log("Withdrew {}", key);
      return Outcome.DONE;
    } catch (KubernetesClientException e) {
      return failed(key, e, session);
    }
  }

  private static Outcome failed(ObjectKey key, KubernetesClientException e, Session session) {
    String said =
        e.getStatus() == null ? String.valueOf(e.getMessage()) : e.getStatus().getMessage();
    return switch (e.getCode()) {
      case HTTP_CONFLICT -> {
        log.atDebug().addKeyValue("object", key).log("Observing again, {} changed: {}", key, said);
        yield Outcome.CONFLICT;
      }
      case HTTP_FORBIDDEN -> refused(new Refusal(key, Refusal.Kind.FORBIDDEN, said), session);
      case HTTP_BAD_REQUEST, Writes.HTTP_UNPROCESSABLE ->
          refused(new Refusal(key, Refusal.Kind.INVALID, said), session);
      default -> throw e;
    };
  }

  private static Refusal nameTaken(ObjectKey key, HasMetadata live, HasMetadata resource) {
    String owner =
        live.getMetadata().getOwnerReferences().stream()
            .findFirst()
            .map(reference -> "belongs to " + reference.getKind() + " " + reference.getName())
            .orElse("does not belong to this " + resource.getKind());
    return new Refusal(key, Refusal.Kind.NAME_TAKEN, key + " exists and " + owner);
  }

  private static Outcome refused(Refusal refusal, Session session) {
    boolean known = session.refusals().contains(refusal);
    session.refused(List.of(refusal));
    if (known) {
      return Outcome.STILL_REFUSED;
    }
    log.atWarn()
        .addKeyValue("object", refusal.object())
        .addKeyValue("refusal", refusal.kind())
        .log("Refused: {}", refusal.message());
    return Outcome.REFUSED;
  }
}
