package io.slipway.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.registry.model.ModelName;
import io.slipway.registry.model.Version;
import io.slipway.registry.model.VersionRef;
import io.slipway.registry.service.Catalog;
import io.slipway.registry.store.Database;
import io.slipway.registry.store.DatabaseConfig;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Years of learning every hour: a look-up takes no longer than on the first day. */
class LookupsAtScaleIT {
  private static final int MANY = Boolean.getBoolean("slipway.long") ? 100_000 : 5_000;
  private static final int FEW = 100;
  private static final int LOOKUPS = 2_000;

  @TempDir Path folder;

  @Test
  void aLookUpByAliasIsAsQuickAmongManyVersionsAndMovesAsAmongFew() throws Exception {
    try (Database database = Database.open(new DatabaseConfig.Sqlite(folder.resolve("r.db")))) {
      ModelName small = new ModelName("small");
      ModelName large = new ModelName("large");
      ManyVersions.fill(database, small, FEW);
      ManyVersions.fill(database, large, MANY);
      Catalog catalog = new Catalog(database, Clock.systemUTC());
      median(catalog, small);
      median(catalog, large);
      double few = median(catalog, small);
      double many = median(catalog, large);
      System.out.printf(
          "A look-up by alias: %.0f us among %d versions and moves, %.0f us among %d; %.0f a second by one caller%n",
          few, FEW, many, MANY, 1e6 / many);
      assertThat(many).isLessThan(3 * few + 200);
    }
  }

  private static double median(Catalog catalog, ModelName model) throws Exception {
    long[] times = new long[LOOKUPS];
    for (int i = 0; i < LOOKUPS; i++) {
      long start = System.nanoTime();
      Version version = catalog.version(model, new VersionRef.ByAlias(ManyVersions.CHAMPION));
      times[i] = System.nanoTime() - start;
      assertThat(version.isReady()).isTrue();
    }
    Arrays.sort(times);
    return times[LOOKUPS / 2] / 1000.0;
  }
}
