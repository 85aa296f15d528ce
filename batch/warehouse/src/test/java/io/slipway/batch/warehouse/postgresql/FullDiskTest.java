package io.slipway.batch.warehouse.postgresql;

import static io.slipway.batch.warehouse.Generation.SET;
import static io.slipway.batch.warehouse.Generation.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.slipway.batch.warehouse.Generation;
import io.slipway.batch.warehouse.Warehouse;
import io.slipway.batch.warehouse.WarehouseException;
import io.slipway.batch.warehouse.WarehouseException.Kind;
import io.slipway.testing.postgres.PostgresServer;
import io.slipway.testing.postgres.WithPostgres;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** New tables are on a disk of a few megabytes, as far as one can be made here. */
@WithPostgres
class FullDiskTest {
  private final PostgresServer server;

  FullDiskTest(PostgresServer server) {
    this.server = server;
  }

  @Test
  void aFullDiskLeavesWhatIsPublishedAndNothingElse() throws Exception {
    Path disk = Files.createTempDirectory("slipway-disk");
    String refusal =
        run("mount", "-t", "tmpfs", "-o", "size=4m,mode=777", "tmpfs", disk.toString());
    if (!refusal.isEmpty()) {
      System.out.println("Skipped FullDiskTest: a small disk cannot be made here: " + refusal);
    }
    assumeTrue(refusal.isEmpty(), refusal);
    try {
      run("chown", "postgres", disk.toString());
      TestDatabase database = TestDatabase.in(server);
      database.run("CREATE TABLESPACE small LOCATION '%s'".formatted(disk));
      String name = database.config().url().replaceAll(".*/", "");
      database.run("ALTER DATABASE %s SET default_tablespace = small".formatted(name));
      try (Warehouse warehouse = PostgresWarehouse.open(database.config())) {
        Generation.of(1).publishIn(warehouse);
        Generation large = new Generation(2, 100_000);

        WarehouseException full =
            catchThrowableOfType(WarehouseException.class, () -> large.publishIn(warehouse));

        assertThat(full.kind()).isEqualTo(Kind.FULL);
        assertThat(full).hasMessageContaining("has no room left");
        assertThat(warehouse.find(SET, List.of(key(0))).orElseThrow().version().run())
            .isEqualTo(Generation.of(1).run());
        Generation.of(3).publishIn(warehouse);
        assertThat(warehouse.find(SET, List.of(key(0))).orElseThrow().version().run())
            .isEqualTo(Generation.of(3).run());
      }
      database.run("ALTER DATABASE %s RESET default_tablespace".formatted(name));
      try (Warehouse warehouse = PostgresWarehouse.open(database.config())) {
        warehouse.sweep(SET, Duration.ZERO);
      }
      database.run("DROP TABLE " + new Names(database.config().schema()).table(SET) + " CASCADE");
      database.run("DROP TABLESPACE small");
    } finally {
      run("umount", "--lazy", disk.toString());
      run("rmdir", disk.toString());
    }
  }

  /** Empty where it went well. */
  private static String run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return process.waitFor() == 0 ? "" : command[0] + " failed: " + output.strip();
  }
}
