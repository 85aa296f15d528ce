package io.slipway.operator;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.slipway.api.v1alpha1.ModelDeployment;
import io.slipway.api.v1alpha1.ModelDeploymentStatus;
import io.slipway.operator.mockcluster.MockCluster;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Everything that happens in a mock cluster's namespace, seen as soon as it does, whatever the
 * operator sees. Thread-safe.
 */
final class Chronicle implements AutoCloseable {

  private final List<AutoCloseable> watches = new ArrayList<>();
  private final Map<String, Set<String>> identities = new TreeMap<>();
  private final Map<String, List<ModelDeploymentStatus>> statuses = new TreeMap<>();

  private Chronicle() {}

  static Chronicle of(MockCluster cluster) {
    var chronicle = new Chronicle();
    var client = cluster.client();
    chronicle.watch(client.resources(ModelDeployment.class), chronicle::tell);
    chronicle.watch(client.apps().deployments(), chronicle::identify);
    chronicle.watch(client.apps().controllerRevisions(), chronicle::identify);
    chronicle.watch(client.services(), chronicle::identify);
    chronicle.watch(client.configMaps(), chronicle::identify);
    chronicle.watch(client.policy().v1().podDisruptionBudget(), chronicle::identify);
    chronicle.watch(client.serviceAccounts(), chronicle::identify);
    chronicle.watch(client.pods(), chronicle::identify);
    return chronicle;
  }

  /** The UIDs that objects of one kind and name have had, by {@code Kind name}. */
  synchronized Map<String, Set<String>> identities() {
    var copy = new TreeMap<String, Set<String>>();
    identities.forEach((object, uids) -> copy.put(object, Set.copyOf(uids)));
    return copy;
  }

  /** What a resource's status told of, in this order, without immediate repetitions. */
  synchronized <T> List<T> told(String name, Function<ModelDeploymentStatus, T> what) {
    List<T> told = new ArrayList<>();
    for (ModelDeploymentStatus status : statuses.getOrDefault(name, List.of())) {
      T next = what.apply(status);
      if (told.isEmpty() || !told.getLast().equals(next)) {
        told.add(next);
      }
    }
    return told;
  }

  private synchronized void identify(HasMetadata object) {
    identities
        .computeIfAbsent(
            object.getKind() + " " + object.getMetadata().getName(), key -> new TreeSet<>())
        .add(object.getMetadata().getUid());
  }

  private synchronized void tell(ModelDeployment resource) {
    if (resource.getStatus() != null) {
      statuses
          .computeIfAbsent(resource.getMetadata().getName(), key -> new ArrayList<>())
          .add(resource.getStatus());
    }
  }

  private <T extends HasMetadata, L extends KubernetesResourceList<T>> void watch(
      MixedOperation<T, L, ? extends Resource<T>> objects,
      java.util.function.Consumer<? super T> listener) {
    watches.add(
        objects.watch(
            new Watcher<>() {
              @Override
              public void eventReceived(Action action, T object) {
                if (action == Action.ADDED || action == Action.MODIFIED) {
                  listener.accept(object);
                }
              }

              @Override
              public void onClose(WatcherException cause) {
                throw new IllegalStateException("a watch of the chronicle ended", cause);
              }
            }));
  }

  @Override
  public void close() {
    for (AutoCloseable watch : watches) {
      try {
        watch.close();
      } catch (Exception e) {
        throw new IllegalStateException("a watch of the chronicle does not close", e);
      }
    }
  }
}
