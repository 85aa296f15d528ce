package io.slipway.operator.simulation;

import io.slipway.operator.document.TrafficPayload;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Requests, many at a time: where kube-proxies lead them, and which pod answers them. */
final class ToyCallers {

  private final ToyCluster cluster;

  /** What kube-proxies route to: the entry Service's slices as they were a while ago. */
  private Set<String> proxied = new TreeSet<>();

  /** How many requests pods of a revision were given by others, whatever was counted of it. */
  final Map<String, Long> forwarded = new HashMap<>();

  private int turn;

  ToyCallers(ToyCluster cluster) {
    this.cluster = cluster;
  }

  void routeAnew() {
    proxied = cluster.slices.getOrDefault(ToyCluster.NAME, Set.of());
  }

  /** Requests, divided evenly among the pods that callers enter by. */
  void call(int requests) {
    if (proxied.isEmpty()) {
      return;
    }
    int share = requests / proxied.size();
    int rest = requests % proxied.size();
    turn++;
    int place = 0;
    for (String uid : List.copyOf(proxied)) {
      int mine = share + (Math.floorMod(place++ + turn, proxied.size()) < rest ? 1 : 0);
      @Nullable ToyPod pod = cluster.pod(uid);
      if (pod == null || !pod.answers()) {
        cluster.lost += mine;
      } else if (mine > 0) {
        enter(pod, mine);
      }
    }
  }

  private void enter(ToyPod pod, int requests) {
    pod.callers += requests;
    pod.lastCaller = cluster.now;
    TrafficPayload document = pod.document;
    if (document == null) {
      return;
    }
    if (document.target().equals(pod.revision)) {
      if (document.weightBp() == TrafficPayload.EVERYTHING) {
        pod.windows.candidate(requests, failures(pod, requests));
      }
      return;
    }
    int chosen = pod.share.of(requests, document.weightBp());
    List<ToyPod> targets = targets(document.target());
    if (chosen > 0) {
      forward(pod, chosen, document, targets);
    }
    pod.windows.stable(requests - chosen);
    int copied = targets.isEmpty() ? 0 : pod.copies.of(requests - chosen, document.shadowBp());
    if (copied > 0) {
      pod.windows.copies(copied, failures(targets.getFirst(), copied));
    }
  }

  private void forward(ToyPod pod, int requests, TrafficPayload document, List<ToyPod> targets) {
    if (targets.isEmpty()) {
      pod.windows.candidate(requests, requests);
      return;
    }
    ToyPod target = targets.get(turn % targets.size());
    TrafficPayload known = target.document;
    if (known != null && document.isOlderThan(known.epoch(), known.sequence())) {
      // 421: the sender learns of the newer document, and scores these itself.
      pod.adopt(known);
      return;
    }
    target.hops += requests;
    forwarded.merge(target.revision, (long) requests, Long::sum);
    pod.windows.candidate(requests, failures(target, requests));
  }

  private int failures(ToyPod pod, int requests) {
    if (cluster.failing.contains(pod.revision)) {
      return requests;
    }
    return pod.isHarmful() ? (requests + 1) / 2 : 0;
  }

  private List<ToyPod> targets(String revision) {
    List<ToyPod> found = new ArrayList<>();
    for (String uid : cluster.slices.getOrDefault(revision, Set.of())) {
      ToyPod pod = cluster.pod(uid);
      if (pod != null && pod.ready && pod.answers()) {
        found.add(pod);
      }
    }
    return found;
  }

  /** Divides requests exactly, however few there are at a time. */
  static final class Share {
    private long owed;

    int of(int requests, int weightBp) {
      owed += (long) requests * weightBp;
      int chosen = (int) (owed / TrafficPayload.EVERYTHING);
      owed %= TrafficPayload.EVERYTHING;
      return chosen;
    }
  }
}
