package io.slipway.operator.mockcluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.client.NamespacedKubernetesClient;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.slipway.api.v1alpha1.ModelDeployment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The namespace as its controllers know it: what watches told them, and what they wrote themselves.
 * Thread-safe.
 */
public final class MockNamespace {

  /**
   * One write that somebody made.
   *
   * @param object as it was left, or was last
   */
  public record Change(HasMetadata object, boolean gone) {

    /** Of all writes to the API server. */
    public long version() {
      return MockNamespace.version(object);
    }
  }

  private final NamespacedKubernetesClient client;
  private final Map<String, HasMetadata> objects = new HashMap<>();
  private final Set<String> gone = new HashSet<>();
  private final List<Change> changes = new ArrayList<>();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

  MockNamespace(NamespacedKubernetesClient client) {
    this.client = client;
    watch(client.resources(ModelDeployment.class));
    watch(client.apps().controllerRevisions());
    watch(client.apps().deployments());
    watch(client.pods());
    watch(client.services());
    watch(client.discovery().v1().endpointSlices());
    watch(client.configMaps());
    watch(client.policy().v1().podDisruptionBudget());
    watch(client.serviceAccounts());
    watch(client.autoscaling().v2().horizontalPodAutoscalers());
  }

  /** To be told that there is a change; on a thread that must not be held up. */
  public void listen(Runnable listener) {
    listeners.add(listener);
  }

  /** All that the watches told, in the order in which it came: that of each kind alone. */
  public synchronized List<Change> changes() {
    return List.copyOf(changes);
  }

  synchronized List<HasMetadata> all() {
    return List.copyOf(objects.values());
  }

  synchronized <T extends HasMetadata> List<T> list(Class<T> type) {
    return objects.values().stream().filter(type::isInstance).map(type::cast).toList();
  }

  /** Whether there was an object of that UID. */
  synchronized boolean isGone(String uid) {
    return gone.contains(uid);
  }

  void create(HasMetadata object) {
    put(client.resource(object).create());
  }

  /** Writes its status, unless it has changed meanwhile. */
  void tell(HasMetadata object) {
    put(client.resource(object).updateStatus());
  }

  void delete(HasMetadata object) {
    client.resource(object).delete();
    remove(object);
  }

  private synchronized void put(HasMetadata object) {
    String uid = object.getMetadata().getUid();
    HasMetadata known = objects.get(uid);
    if (!gone.contains(uid) && (known == null || version(known) <= version(object))) {
      objects.put(uid, object);
    }
  }

  private synchronized void remove(HasMetadata object) {
    objects.remove(object.getMetadata().getUid());
    gone.add(object.getMetadata().getUid());
  }

  private static long version(HasMetadata object) {
    return Long.parseLong(object.getMetadata().getResourceVersion());
  }

  private synchronized void saw(Change change) {
    changes.add(change);
    if (change.gone()) {
      remove(change.object());
    } else {
      put(change.object());
    }
  }

  private <T extends HasMetadata, L extends KubernetesResourceList<T>> void watch(
      MixedOperation<T, L, ? extends Resource<T>> kind) {
    var _ =
        kind.watch(
            new Watcher<T>() {
              @Override
              public void eventReceived(Action action, T object) {
                if (action != Action.BOOKMARK) {
                  saw(new Change(object, action == Action.DELETED));
                  listeners.forEach(Runnable::run);
                }
              }

              @Override
              public void onClose(WatcherException cause) {
                throw new IllegalStateException("a watch of the mock cluster ended", cause);
              }
            });
  }
}
