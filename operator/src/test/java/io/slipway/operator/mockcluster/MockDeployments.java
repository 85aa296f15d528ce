package io.slipway.operator.mockcluster;

import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatusBuilder;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Makes a Deployment's pods, without the ReplicaSet between them, and its status. */
final class MockDeployments {

  private final MockNamespace namespace;
  private final AtomicInteger made = new AtomicInteger();

  MockDeployments(MockNamespace namespace) {
    this.namespace = namespace;
  }

  void tick() {
    List<Pod> all = namespace.list(Pod.class);
    for (Deployment deployment : namespace.list(Deployment.class)) {
      List<Pod> pods = all.stream().filter(pod -> isOf(deployment, pod)).toList();
      int wanted = Optional.ofNullable(deployment.getSpec().getReplicas()).orElse(1);
      for (int i = pods.size(); i < wanted; i++) {
        namespace.create(pod(deployment));
      }
      pods.stream().skip(wanted).forEach(namespace::delete);
      status(deployment, pods);
    }
  }

  private void status(Deployment deployment, List<Pod> pods) {
    int ready = (int) pods.stream().filter(MockKubelet::isReady).count();
    var status =
        new DeploymentStatusBuilder()
            .withObservedGeneration(deployment.getMetadata().getGeneration())
            .withReplicas(pods.size())
            .withUpdatedReplicas(pods.size())
            .withReadyReplicas(ready)
            .withAvailableReplicas(ready)
            .build();
    boolean told =
        deployment.getStatus() != null
            && Optional.ofNullable(deployment.getStatus().getReadyReplicas()).orElse(0) == ready
            && Optional.ofNullable(deployment.getStatus().getReplicas()).orElse(0) == pods.size()
            && deployment
                .getMetadata()
                .getGeneration()
                .equals(deployment.getStatus().getObservedGeneration());
    if (!told) {
      namespace.tell(new DeploymentBuilder(deployment).withStatus(status).build());
    }
  }

  private Pod pod(Deployment deployment) {
    var template = deployment.getSpec().getTemplate();
    return new PodBuilder()
        .withMetadata(template.getMetadata().edit().build())
        .editMetadata()
        .withNamespace(deployment.getMetadata().getNamespace())
        .withName(deployment.getMetadata().getName() + "-" + made.incrementAndGet())
        .addToOwnerReferences(
            new OwnerReferenceBuilder()
                .withApiVersion("apps/v1")
                .withKind("Deployment")
                .withName(deployment.getMetadata().getName())
                .withUid(deployment.getMetadata().getUid())
                .withController(true)
                .build())
        .endMetadata()
        .withSpec(template.getSpec())
        .build();
  }

  private static boolean isOf(Deployment deployment, Pod pod) {
    return pod.getMetadata().getOwnerReferences().stream()
        .anyMatch(owner -> owner.getUid().equals(deployment.getMetadata().getUid()));
  }
}
