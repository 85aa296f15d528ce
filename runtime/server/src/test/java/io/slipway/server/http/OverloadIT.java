package io.slipway.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.abort;

import io.slipway.server.pod.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A process with half a processor and a model of 5 ms, asked for ten times what it can do. */
@Tag("long")
@Timeout(300)
class OverloadIT {
  private static final String PORT = "port ";

  @TempDir Path folder;

  @Test
  void refusingDoesNotCostWhatScoringNeeds() throws Exception {
    Path log = folder.resolve("log");
    Process server =
        ChildJvm.start(SlowServer.class, List.of("-Xmx128m"), List.of(), Map.of(), log);
    try (HeldBack held = heldBack(server)) {
      await().atMost(Duration.ofMinutes(1)).until(() -> port(log).isPresent());

      Overload overload = Overload.of(port(log).orElseThrow(), Duration.ofSeconds(20));

      assertThat(held.words()).isNotEmpty();
      overload.holds(Duration.ofSeconds(1), Duration.ofSeconds(5));
    }
  }

  private static HeldBack heldBack(Process server) {
    try {
      return HeldBack.of(server);
    } catch (IOException e) {
      server.destroyForcibly();
      return abort("this user may not hold a process to half a processor: " + e);
    }
  }

  private static Optional<Integer> port(Path log) throws IOException {
    return Files.readAllLines(log).stream()
        .filter(line -> line.startsWith(PORT))
        .map(line -> Integer.parseInt(line.substring(PORT.length())))
        .findFirst();
  }
}
