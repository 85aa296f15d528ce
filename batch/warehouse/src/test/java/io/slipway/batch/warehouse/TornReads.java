package io.slipway.batch.warehouse;

import static io.slipway.batch.warehouse.Generation.SET;
import static io.slipway.batch.warehouse.Generation.key;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/** Readers of batches, while set versions come, go back and go. */
final class TornReads {
  private static final int READERS = 4;
  private static final int ROWS = 60;
  private static final int BATCH = 10;
  private static final int KEPT = 3;

  private final Callable<Warehouse> open;
  private final AtomicBoolean ended = new AtomicBoolean();
  private final Queue<String> faults = new ConcurrentLinkedQueue<>();
  private final Set<Object> generations = ConcurrentHashMap.newKeySet();

  TornReads(Callable<Warehouse> open) {
    this.open = open;
  }

  /**
   * @param generations how many different ones were seen
   */
  record Result(List<String> faults, int generations) {}

  Result run(int moves) throws Exception {
    try (Warehouse writer = open.call();
        ExecutorService readers = Executors.newFixedThreadPool(READERS)) {
      new Generation(0, ROWS).publishIn(writer);
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < READERS; i++) {
        long seed = i;
        running.add(readers.submit(() -> read(new Random(seed))));
      }
      try {
        for (int move = 1; move <= moves && faults.isEmpty(); move++) {
          new Generation(move, ROWS).publishIn(writer);
          if (move % 5 == 0) {
            goBack(writer);
          }
          writer.retireAllBut(SET, KEPT);
        }
      } finally {
        ended.set(true);
      }
      for (Future<?> reader : running) {
        reader.get();
      }
      writer.sweep(SET, Duration.ZERO);
    }
    return new Result(List.copyOf(faults), generations.size());
  }

  private static void goBack(Warehouse writer) {
    List<SetVersion> published =
        writer.versions(SET).stream()
            .filter(version -> version.state() == SetVersion.State.PUBLISHED)
            .toList();
    writer.publish(SET, published.get(1).setId(), new Expected.At(published.getFirst().setId()));
  }

  private Void read(Random chance) throws Exception {
    try (Warehouse reader = open.call()) {
      while (!ended.get()) {
        List<String> keys =
            Stream.generate(() -> key(chance.nextInt(ROWS))).distinct().limit(BATCH).toList();
        Answer answer = reader.find(SET, keys).orElseThrow();
        if (answer.predictions().size() != keys.size()) {
          faults.add(
              "%s: %d of %d".formatted(answer.version(), answer.predictions().size(), keys.size()));
        }
        Object generation = Integer.valueOf(answer.version().run().model().version());
        generations.add(generation);
        answer.predictions().values().stream()
            .filter(prediction -> !generation.equals(prediction.values().get("generation")))
            .forEach(prediction -> faults.add(answer.version() + " has " + prediction));
      }
    } catch (RuntimeException e) {
      faults.add(e.toString());
      throw e;
    }
    return null;
  }
}
