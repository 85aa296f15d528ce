package io.slipway.server.http;

import io.slipway.scoring.DataType;
import io.slipway.scoring.Field;
import io.slipway.scoring.Field.Presence;
import io.slipway.server.FunctionModel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server whose one thread is asked for ten times what it can do. */
@Timeout(60)
class OverloadTest {
  private static final Field X = Field.column("x", DataType.FP64, Presence.OPTIONAL);

  /** It takes its time without the processor, so that the test needs no machine of its own. */
  private static final FunctionModel SLOW =
      new FunctionModel(
          FunctionModel.echo(X).signature(),
          inputs -> {
            long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(50);
            while (System.nanoTime() < until) {
              LockSupport.parkNanos(until - System.nanoTime());
            }
            return inputs;
          });

  @Test
  void itScoresAsManyAsEverAndTellsTheOthersAtOnceWhenToTryAgain() throws Exception {
    Duration deadline = Duration.ofSeconds(5);
    Limits limits = new Limits(1 << 20, 1 << 20, 100, deadline, 8, 1);
    try (RunningServer server = RunningServer.of(SLOW, limits)) {
      Overload overload = Overload.of(server.server.port(), Duration.ofSeconds(4));

      overload.holds(Duration.ofSeconds(2), deadline);
    }
  }
}
