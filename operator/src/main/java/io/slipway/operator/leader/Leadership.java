package io.slipway.operator.leader;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfig;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElector;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Competes for the Lease from {@link #start} to {@link #close}. Safe for use by several threads.
 *
 * <p>Leading is a matter of time: a process that was suspended wakes up believing that it leads,
 * while another does. So {@link #check} asks the monotonic clock, before every write, whether the
 * lease was renewed recently enough that nobody can have taken it. A lease that is lost is never
 * competed for again: whoever loses it has to end the process, since work that began under it may
 * still be under way.
 */
public final class Leadership implements Fence, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Leadership.class);

  private final TimedLock lock;
  private final LeaseTiming timing;
  private final Runnable gained;
  private final Runnable lost;
  private final LeaderElector elector;
  private final ExecutorService executor;
  private final AtomicBoolean closing = new AtomicBoolean();
  private volatile boolean leading;
  private CompletableFuture<?> election = CompletableFuture.completedFuture(null);

  /**
   * @param identity unique among the replicas
   * @param gained called once, when this replica becomes the leader
   * @param lost called when it no longer is, except after {@link #close}
   */
  public Leadership(
      KubernetesClient client,
      String namespace,
      String leaseName,
      String identity,
      LeaseTiming timing,
      Runnable gained,
      Runnable lost) {
    this.lock = new TimedLock(new LeaseLock(namespace, leaseName, identity));
    this.timing = timing;
    this.gained = gained;
    this.lost = lost;
    this.executor = Executors.newVirtualThreadPerTaskExecutor();
    var callbacks =
        new LeaderCallbacks(this::begin, this::end, leader -> log.info("The leader is {}", leader));
    this.elector =
        new LeaderElector(
            client,
            new LeaderElectionConfig(
                lock,
                timing.duration(),
                timing.renewDeadline(),
                timing.retryPeriod(),
                callbacks,
                true,
                leaseName),
            executor);
  }

  /** Begins to compete. */
  public void start() {
    election = elector.start();
  }

  /** Whether this replica leads and can still be sure of it. */
  @Override
  public boolean holds() {
    return leading && lock.sinceRenewal().compareTo(timing.renewDeadline()) < 0;
  }

  /** Gives the lease back, so that another replica need not wait until it lapses. */
  @Override
  public void close() {
    if (!closing.compareAndSet(false, true)) {
      return;
    }
    leading = false;
    election.cancel(true);
    executor.shutdown();
    try {
      executor.awaitTermination(2, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void begin() {
    leading = true;
    gained.run();
  }

  private void end() {
    leading = false;
    if (!closing.get()) {
      lost.run();
    }
  }
}
