package io.slipway.server.http;

import io.slipway.scoring.DataType;
import io.slipway.scoring.Field;
import io.slipway.scoring.Field.Presence;
import io.slipway.server.FunctionModel;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A process that serves a model of 5 ms of CPU time; prints its port. */
final class SlowServer {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private SlowServer() {}

  public static void main(String[] args) throws Exception {
    FunctionModel echo = FunctionModel.echo(Field.column("x", DataType.FP64, Presence.OPTIONAL));
    FunctionModel slow =
        new FunctionModel(
            echo.signature(),
            inputs -> {
              long until = THREADS.getCurrentThreadCpuTime() + TimeUnit.MILLISECONDS.toNanos(5);
              while (THREADS.getCurrentThreadCpuTime() < until) {
                Thread.onSpinWait();
              }
              return inputs;
            });
    Limits limits = new Limits(1 << 20, 1 << 20, 100, Duration.ofSeconds(5), 32, 1);
    try (RunningServer server = RunningServer.of(slow, limits)) {
      System.out.println("port " + server.server.port());
      Thread.sleep(Duration.ofMinutes(10));
    }
  }
}
