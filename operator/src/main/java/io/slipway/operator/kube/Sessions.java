package io.slipway.operator.kube;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The sessions of all resources. Safe for use by several threads. */
public final class Sessions {

  private static final int ROUND = 64;

  private final Map<String, Session> byUid = new ConcurrentHashMap<>();
  private final Supplier<? extends Stream<? extends HasMetadata>> resources;

  /**
   * @param resources those that exist, by which sessions of deleted ones are found
   */
  public Sessions(Supplier<? extends Stream<? extends HasMetadata>> resources) {
    this.resources = resources;
  }

  /** The resource's session, a new one when this process meets it for the first time. */
  public Session of(HasMetadata resource) {
    String uid = resource.getMetadata().getUid();
    Session known = byUid.get(uid);
    if (known != null) {
      return known;
    }
    if (byUid.size() % ROUND == ROUND - 1) {
      forgetDeleted();
    }
    return byUid.computeIfAbsent(uid, key -> new Session());
  }

  private void forgetDeleted() {
    Set<String> existing =
        resources
            .get()
            .map(resource -> resource.getMetadata().getUid())
            .collect(Collectors.toSet());
    byUid.keySet().retainAll(existing);
  }
}
