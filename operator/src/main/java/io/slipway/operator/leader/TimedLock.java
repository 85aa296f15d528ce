package io.slipway.operator.leader;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaderElectionRecord;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.Lock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A lock that knows when it was last renewed, by the monotonic clock and from before the request
 * was sent: the lease is never younger for others than for its holder.
 */
final class TimedLock implements Lock {

  private final Lock lock;
  private volatile long renewedNanos;

  TimedLock(Lock lock) {
    this.lock = lock;
  }

  /** How long ago the lease was certainly ours. */
  Duration sinceRenewal() {
    return Duration.ofNanos(System.nanoTime() - renewedNanos);
  }

  @Override
  // The interface predates nullness annotations: no record is null.
  public @Nullable LeaderElectionRecord get(KubernetesClient client) {
    try {
      return lock.get(client);
    } catch (KubernetesClientException e) {
      throw e;
    } catch (RuntimeException e) {
      // The elector retries only this kind, and stops competing for good after any other.
      throw new KubernetesClientException("cannot read " + lock.describe(), e);
    }
  }

  @Override
  public void create(KubernetesClient client, LeaderElectionRecord leaderElectionRecord) {
    long sent = System.nanoTime();
    lock.create(client, leaderElectionRecord);
    renewedNanos = sent;
  }

  @Override
  public void update(KubernetesClient client, LeaderElectionRecord leaderElectionRecord) {
    long sent = System.nanoTime();
    lock.update(client, leaderElectionRecord);
    renewedNanos = sent;
  }

  @Override
  public String identity() {
    return lock.identity();
  }

  @Override
  public String describe() {
    return lock.describe();
  }
}
