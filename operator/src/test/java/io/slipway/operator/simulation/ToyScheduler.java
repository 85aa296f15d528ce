package io.slipway.operator.simulation;

import java.util.HashSet;
import java.util.Set;

/** Gives pods to nodes that have so many GPUs, one each, to whoever came first. */
final class ToyScheduler {

  private static final int PLENTY = Integer.MAX_VALUE;

  private final ToyCluster cluster;
  private final Set<String> placed = new HashSet<>();

  /** How many GPUs there are. */
  int gpus = PLENTY;

  ToyScheduler(ToyCluster cluster) {
    this.cluster = cluster;
  }

  void tick() {
    if (gpus == PLENTY) {
      return;
    }
    // A pod that is going away has its GPU until it is gone.
    placed.retainAll(cluster.pods.stream().map(pod -> pod.uid).toList());
    for (ToyPod pod : cluster.pods) {
      if (placed.contains(pod.uid)) {
        continue;
      }
      if (placed.size() < gpus) {
        placed.add(pod.uid);
        pod.scheduled = null;
      } else if (pod.scheduled == null) {
        Fates.unschedulable("0/2 nodes are available: 2 Insufficient nvidia.com/gpu.").accept(pod);
      }
    }
  }
}
