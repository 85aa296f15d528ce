package io.slipway.operator.simulation;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.slipway.operator.desired.Labels;
import io.slipway.operator.document.SignedDocument;
import io.slipway.operator.observe.ObjectKey;
import java.util.List;
import java.util.Map;

/** Somebody with rights and without knowledge. */
final class Meddler {

  private Meddler() {}

  static void meddle(ToyCluster cluster, Action.Meddled it) {
    List<HasMetadata> objects =
        cluster.objects.values().stream().filter(object -> !(object instanceof Pod)).toList();
    if (objects.isEmpty()) {
      return;
    }
    HasMetadata object = objects.get(it.object() % objects.size());
    switch (it.how()) {
      case DELETES -> cluster.delete(ObjectKey.of(object));
      case EDITS -> {
        edit(cluster, object);
        cluster.theirs.add(ObjectKey.of(object));
      }
    }
  }

  private static void edit(ToyCluster cluster, HasMetadata object) {
    switch (object) {
      case Deployment deployment ->
          cluster.put(
              new DeploymentBuilder(deployment)
                  .editSpec()
                  .withReplicas(deployment.getSpec().getReplicas() + 1)
                  .endSpec()
                  .build());
      case Service service ->
          cluster.put(
              new ServiceBuilder(service)
                  .editSpec()
                  .removeFromSelector(Labels.REVISION)
                  .endSpec()
                  .build());
      case ConfigMap map when map.getMetadata().getName().endsWith("-traffic") ->
          cluster.mount(new SignedDocument("bm90aGluZw==", "bm9ib2R5", "somebody"));
      default -> cluster.label(object, Map.of(Labels.DEPLOYMENT, ToyCluster.NAME));
    }
  }
}
