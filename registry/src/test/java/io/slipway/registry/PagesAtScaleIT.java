package io.slipway.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.registry.model.ModelName;
import io.slipway.registry.store.Database;
import io.slipway.registry.store.DatabaseConfig;
import io.slipway.registry.testing.WithBrowser;
import io.slipway.testing.browser.Browser;
import io.slipway.testing.browser.Page;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A model with ten thousand versions opens as quickly as one with ten. */
@ExtendWith(WithBrowser.class)
class PagesAtScaleIT {
  private static final int MANY = 10_000;
  private static final int FEW = 10;
  private static final int VISITS = 5;
  private static final String ROWS = "document.querySelectorAll('#versions ~ div tbody tr').length";

  @TempDir Path folder;

  @Test
  void theNewestVersionsAreThereAtOnceAndOlderOnesWhenOneAsks(Browser browser) throws Exception {
    Path data = Files.createDirectory(folder.resolve("data"));
    try (Database database =
        Database.open(new DatabaseConfig.Sqlite(data.resolve("registry.db")))) {
      ManyVersions.fill(database, new ModelName("small"), FEW);
      ManyVersions.fill(database, new ModelName("large"), MANY);
    }
    try (TestRegistry registry =
            TestRegistry.start(
                folder, Map.of("SLIPWAY_REGISTRY_ANONYMOUS_READ", "true"), Clock.systemUTC());
        Page page = browser.open()) {
      String models = "http://127.0.0.1:" + registry.registry().port() + "/models/";
      double few = median(page, models + "small");
      double many = median(page, models + "large");
      System.out.printf(
          "A model's page opens in %.0f ms with %d versions, in %.0f ms with %d%n",
          few, FEW, many, MANY);
      assertThat(many).isLessThan(few + 2_000);
      assertThat(page.evaluate(ROWS).asInt()).isEqualTo(50);
      page.evaluate("[...document.querySelectorAll('button.more')].at(-1).click()");
      page.await(ROWS + " === 100");
      assertThat(page.text("#versions ~ div tbody tr:last-child")).startsWith("9901");
      assertThat(page.complaints()).isEmpty();
    }
  }

  /**
   * From the moment that somebody goes there until all is shown, as the page's own clock has it.
   */
  private static double median(Page page, String url) {
    double[] times = new double[VISITS];
    for (int i = 0; i < VISITS; i++) {
      page.go(url);
      page.await("document.documentElement.dataset.ready");
      times[i] = page.evaluate("Number(document.documentElement.dataset.millis)").asDouble();
    }
    Arrays.sort(times);
    return times[VISITS / 2];
  }
}
