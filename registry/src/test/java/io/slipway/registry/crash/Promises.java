package io.slipway.registry.crash;

import io.slipway.registry.model.Digest;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What the registry said it had done, before it was killed. */
final class Promises {
  private final Map<Integer, Digest> ready = new ConcurrentHashMap<>();
  private final Set<String> moves = ConcurrentHashMap.newKeySet();

  void ready(int version, Digest file) {
    ready.put(version, file);
  }

  void moved(String reason) {
    moves.add(reason);
  }

  Map<Integer, Digest> ready() {
    return Map.copyOf(ready);
  }

  Set<String> moves() {
    return Set.copyOf(moves);
  }
}
