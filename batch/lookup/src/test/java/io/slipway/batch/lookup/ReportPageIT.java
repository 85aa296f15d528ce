package io.slipway.batch.lookup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.slipway.batch.warehouse.Warehouse;
import io.slipway.batch.warehouse.duckdb.DuckDbWarehouse;
import io.slipway.testing.browser.Browser;
import io.slipway.testing.browser.Chromium;
import io.slipway.testing.browser.Page;
import io.slipway.testing.browser.Page.Scheme;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What people find out who look at a report, in a real browser. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReportPageIT {
  private static final String READER = "reader-0123456789abcdef0123456789abcdef";

  private Path folder;
  private Browser browser;
  private Page page;
  private LookupService service;

  @SuppressWarnings("NullAway.Init")
  ReportPageIT() {}

  @BeforeAll
  void findBrowserAndScore(@TempDir Path warehouseFolder) throws Exception {
    folder = warehouseFolder;
    browser =
        switch (Chromium.search(System.getenv())) {
          case Chromium.Found(Path executable) -> Browser.start(executable);
          case Chromium.NotFound(String reason) -> abort(reason);
        };
    try (Warehouse warehouse = DuckDbWarehouse.open(folder)) {
      Scored.publish(warehouse, new Scored(1, 20_000, 20, 0).load(warehouse));
      Scored.publish(warehouse, new Scored(2, 19_800, 12, 0.05).load(warehouse));
      Scored.publish(warehouse, new Scored(3, 20_400, 300, 0.7).load(warehouse));
    }
  }

  @AfterAll
  void closeBrowser() {
    if (browser != null) {
      browser.close();
    }
  }

  @BeforeEach
  void open() throws Exception {
    service = start(Map.of());
    page = browser.open();
  }

  private LookupService start(Map<String, String> more) throws Exception {
    Map<String, String> variables = new HashMap<>(more);
    variables.put("SLIPWAY_LOOKUP_FOLDER", folder.toString());
    variables.put("SLIPWAY_LOOKUP_PORT", "0");
    variables.put("SLIPWAY_LOOKUP_OPERATIONS_PORT", "0");
    variables.put("SLIPWAY_LOOKUP_STOP_GRACE", "0s");
    return LookupService.start(LookupConfig.read(variables), Clock.systemUTC());
  }

  /** Whatever was done, the page did not complain, and nobody else was asked for anything. */
  @AfterEach
  void requireThatNothingElseHappened() {
    List<String> complaints = page.complaints();
    List<String> requests = page.requests();
    page.close();
    service.close();
    assertThat(complaints).isEmpty();
    assertThat(requests)
        .isNotEmpty()
        .allSatisfy(url -> assertThat(url).startsWith("http://127.0.0.1:").doesNotContain("0123"));
  }

  private void go(String path) {
    page.go("http://127.0.0.1:" + service.port() + path);
    page.await("document.documentElement.dataset.ready");
  }

  private int count(String selector) {
    return page.evaluate("document.querySelectorAll('%s').length".formatted(selector)).intValue();
  }

  @Test
  void theReportOfTheCurrentSetSaysWhatHasChanged() throws Exception {
    page.screen(1200, 900, Scheme.LIGHT);
    go("/reports/daily-churn");
    assertThat(page.text("main"))
        .contains("Set version 3, which readers have now")
        .contains("churn 3")
        .contains("20,400 rows, 3.0% more, beside set version 2 of model churn 2, another model")
        .contains("A large change: population stability index 0.")
        .contains("age: expected a number, found …")
        .contains("… fields, and the header has …");
    assertThat(count("svg.plot")).isEqualTo(2);
    // One who sees no plot is told what it shows.
    assertThat(
            page.evaluate("document.querySelector('svg.plot').getAttribute('aria-label')").asText())
        .startsWith("score: shares of the values from ")
        .contains("The share that differs most is ");
    assertThat(page.evaluate("document.title").asText())
        .isEqualTo("daily-churn · Predictions · Slipway");
    // What somebody wrote into a label or a field is text.
    assertThat(page.text("#errors ~ *")).contains(Scored.MARKUP);
    assertThat(count("main img")).isZero();
    page.screenshot(shot("light"));

    page.screen(1200, 900, Scheme.DARK);
    page.screenshot(shot("dark"));
  }

  private static Path shot(String name) throws Exception {
    return Files.createDirectories(Path.of("target/screenshots"))
        .resolve("report-" + name + ".png");
  }

  @Test
  void anEarlierSetVersionIsALinkAway() {
    go("/reports/daily-churn");
    page.click("a[href=\"/reports/daily-churn/2\"]");
    page.await("document.documentElement.dataset.ready === '/reports/daily-churn/2'");
    assertThat(page.text("main"))
        .contains("Set version 2, which readers had, and can have again")
        .contains("Hardly any change: population stability index 0.0")
        .doesNotContain("A large change");
    page.click("details summary");
    page.await("document.querySelector('details').open");
    assertThat(page.text("details")).contains("Before", "Now", "up to 0.");
    assertThat(count("details[open] tbody tr")).isEqualTo(10);
  }

  @Test
  void theFirstSetVersionIsShownAlone() {
    go("/reports/daily-churn/1");
    assertThat(page.text("main"))
        .contains("There was no set version before this one to compare it with.")
        .contains("There is nothing to compare with.")
        .contains("20 (0.1%)");
    assertThat(count("path.before")).isZero();
  }

  @Test
  void whatIsNotThereIsSaid() {
    go("/reports/daily-churn/77");
    assertThat(page.text("main")).contains("It is not there", "no set version of this number");
    go("/reports/nobody");
    assertThat(page.text("main")).contains("Nothing was published under this name yet.");
    go("/reports/No%20Name");
    assertThat(page.text("main")).contains("What to do:");
  }

  @Test
  void onANarrowScreenNothingIsCutOff() throws Exception {
    page.screen(360, 740, Scheme.LIGHT);
    go("/reports/daily-churn");
    assertThat(
            page.evaluate("document.documentElement.scrollWidth <= window.innerWidth").asBoolean())
        .isTrue();
    page.screenshot(shot("narrow"));
  }

  @Test
  void withTokensThePageAsksForOneAndKeepsIt() throws Exception {
    Path tokens = folder.resolve("tokens");
    Files.writeString(tokens, "reader read " + READER + "\n");
    service.close();
    service = start(Map.of("SLIPWAY_LOOKUP_TOKENS_FILE", tokens.toString()));
    go("/reports/daily-churn");
    assertThat(page.text("main")).contains("These predictions ask for a token");
    page.type("#token", "x".repeat(40));
    page.press("Enter");
    page.awaitText("The token was refused");
    page.type("#token", READER);
    page.press("Enter");
    page.awaitText("Set version 3");
    page.click("a[href=\"/reports/daily-churn/2\"]");
    page.awaitText("Set version 2,");
    page.click("#session button");
    page.awaitText("These predictions ask for a token");
  }
}
