package io.slipway.server.traffic;

import io.slipway.server.http.CallerRequest;
import io.slipway.server.http.CallerRequest.Origin;
import io.slipway.server.http.CallerRequest.Purpose;
import io.slipway.server.http.RequestListener;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts requests for the operator: how many callers sent, how many other pods sent on, which
 * revision scored for callers, and when the last one came. What is refused counts as sent too, for
 * its caller is still to find another pod; probes of health do not. Safe for use by many threads.
 */
public final class RequestCounts implements RequestListener {
  private final LongAdder callers = new LongAdder();
  private final LongAdder hops = new LongAdder();
  private final LongAdder shadows = new LongAdder();
  private final Map<String, LongAdder> answeredBy = new ConcurrentHashMap<>();
  private volatile long lastCaller = System.nanoTime();
  private volatile long lastRequest = System.nanoTime();

  @Override
  public void arrived(CallerRequest request) {
    if (request.purpose() == Purpose.PROBE) {
      return;
    }
    long now = System.nanoTime();
    switch (request.origin()) {
      case CALLER -> {
        callers.increment();
        lastCaller = now;
        lastRequest = now;
      }
      case HOP -> {
        hops.increment();
        lastRequest = now;
      }
      case SHADOW -> shadows.increment(); // nobody waits for the answer: the pod may leave
    }
  }

  @Override
  public void answered(Exchange exchange) {
    if (exchange.request().purpose() == Purpose.SCORE
        && !exchange.answeredBy().isEmpty()
        && exchange.request().origin() == Origin.CALLER) {
      answeredBy.computeIfAbsent(exchange.answeredBy(), revision -> new LongAdder()).increment();
    }
  }

  public long callers() {
    return callers.sum();
  }

  public long hops() {
    return hops.sum();
  }

  /** Copies that other pods sent. */
  public long shadows() {
    return shadows.sum();
  }

  /** Since the last caller's request, or since the pod started if there was none. */
  public long millisSinceCaller() {
    return (System.nanoTime() - lastCaller) / 1_000_000;
  }

  /** The same, of requests that other pods sent on too. */
  public long millisSinceRequest() {
    return (System.nanoTime() - lastRequest) / 1_000_000;
  }

  /** Callers' requests for predictions by the revision that scored them; keys sorted. */
  public Map<String, Long> answeredBy() {
    Map<String, Long> counts = new TreeMap<>();
    answeredBy.forEach((revision, count) -> counts.put(revision, count.sum()));
    return counts;
  }
}
