package io.slipway.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slipway.registry.model.Digest;
import io.slipway.registry.testing.MovedClock;
import io.slipway.registry.testing.RegistryClient;
import io.slipway.registry.testing.Reply;
import io.slipway.registry.testing.WithBrowser;
import io.slipway.testing.browser.Browser;
import io.slipway.testing.browser.Page;
import io.slipway.testing.browser.Page.Scheme;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What people find out who look, in a real browser. */
@ExtendWith(WithBrowser.class)
class PagesIT {
  private static final Instant THE_SECOND = Instant.parse("2026-11-02T09:00:00Z");
  private static final String MARKUP = "<img src=x onerror=\"document.title='it ran'\"><b>bold</b>";

  @TempDir Path folder;
  private final MovedClock clock = new MovedClock(THE_SECOND);
  private final Browser browser;
  private TestRegistry registry;
  private RegistryClient client;
  private Page page;

  @SuppressWarnings("NullAway.Init")
  PagesIT(Browser browser) {
    this.browser = browser;
  }

  @BeforeEach
  void start() throws Exception {
    start("true");
    page = browser.open();
  }

  private void start(String anonymous) throws Exception {
    registry =
        TestRegistry.start(folder, Map.of("SLIPWAY_REGISTRY_ANONYMOUS_READ", anonymous), clock);
    client = registry.client();
  }

  /** Whatever was done, no page complained, and nobody else was asked for anything. */
  @AfterEach
  void stop() throws Exception {
    List<String> complaints = page.complaints();
    List<String> requests = page.requests();
    page.close();
    registry.close();
    assertThat(complaints).isEmpty();
    assertThat(requests)
        .isNotEmpty()
        .allSatisfy(url -> assertThat(url).startsWith("http://127.0.0.1:").doesNotContain("token"));
  }

  private void go(String path) {
    page.go("http://127.0.0.1:" + registry.registry().port() + path);
    page.await("document.documentElement.dataset.ready");
  }

  private void arrive(String path) {
    page.await(
        "document.documentElement.dataset.ready === \"%1$s\" && location.pathname === \"%1$s\""
            .formatted(path));
  }

  private static ObjectNode trained(double auc) {
    ObjectNode more = JsonNodeFactory.instance.objectNode();
    ObjectNode lineage = more.putObject("lineage");
    lineage.put("trainingRun", "run-" + auc).put("producer", "scikit-learn 1.7");
    lineage
        .putArray("datasets")
        .addObject()
        .put("uri", "s3://lake/churn")
        .put("snapshot", "2026-11-01");
    lineage.putObject("metrics").put("auc", auc);
    return more;
  }

  private String move(String alias, int version, String reason) throws Exception {
    String path = "/v1/models/churn/aliases/" + alias;
    Reply now = client.get(path);
    String[] expected =
        now.status() == 404
            ? new String[] {"If-None-Match", "*"}
            : new String[] {"If-Match", now.header("ETag").orElseThrow()};
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("version", version);
    Reply moved =
        client.as(TestRegistry.PROMOTE).put(path, body.put("reason", reason).toString(), expected);
    assertThat(moved.status()).as(moved.toString()).isEqualTo(200);
    return moved.header("ETag").orElseThrow();
  }

  private void tell(int version, String track, String phase, String reason) throws Exception {
    ObjectNode told = JsonNodeFactory.instance.objectNode().put("version", version);
    told.put("namespace", "shop").put("name", "churn").put("uid", "u1");
    told.put("track", track).put("phase", phase).put("reason", reason);
    Reply reply =
        client.as(TestRegistry.REPORT).post("/v1/models/churn/deployments", told.toString());
    assertThat(reply.status()).as(reply.toString()).isEqualTo(201);
  }

  /**
   * Version 1 served on the 3rd at noon; since the 4th version 2 does, which was learnt from it.
   */
  private void twoChampions() throws Exception {
    client.create("churn");
    client.publish("churn", "<PMML>1</PMML>", trained(0.88));
    move("champion", 1, "the first");
    tell(1, "stable", "serving", "began");
    clock.move(Duration.ofDays(2));
    client.publish("churn", "<PMML>2</PMML>", trained(0.91).put("parent", "@champion"));
    move("champion", 2, "the canary passed");
    tell(2, "stable", "serving", "promoted");
    clock.move(Duration.ofDays(1));
  }

  @Test
  void anEmptyRegistrySaysHowToPushTheFirstModel() {
    go("/");
    page.awaitText("No model yet");
    assertThat(page.text("main"))
        .contains("slipwayctl push churn churn.pmml --registry http://127.0.0.1");
  }

  @Test
  void anAnalystFindsTheChampionsLineage() throws Exception {
    twoChampions();
    go("/");
    assertThat(page.text("tbody tr")).contains("churn", "@champion", "stable", "shop/churn");
    page.click("tbody th a");
    arrive("/models/churn");
    page.click("#versions ~ div tbody th a");
    arrive("/models/churn/versions/2");
    assertThat(page.text(".badges")).contains("ready", "@champion", "stable in shop/churn");
    String lineage = page.text("section[aria-labelledby=lineage]");
    assertThat(lineage)
        .contains("version 1", "run-0.91", "scikit-learn 1.7", "s3://lake/churn", "2026-11-01")
        .contains("Its parent, 1", "0.91", "0.88", "▲ +0.03");
    page.click(".ancestor a");
    arrive("/models/churn/versions/1");
    page.awaitText("Learnt from it");
    assertThat(page.text(".children")).contains("version 2");
  }

  @Test
  void theNewestHasTheAddressOfItsAlias() throws Exception {
    twoChampions();
    go("/models/churn/versions/@champion");
    assertThat(page.text("h1")).isEqualTo("churn 2");
    assertThat(page.text("section[aria-labelledby=use]"))
        .contains("slipwayctl pull churn 2", "version: \"2\"")
        .contains("/v1/blobs/" + Digest.of("<PMML>2</PMML>".getBytes(UTF_8)));
  }

  @Test
  void theSchemaSaysWhichNumbersAndWhichWordsAModelTakes() throws Exception {
    client.create("churn");
    ObjectNode more = JsonNodeFactory.instance.objectNode();
    ObjectNode signature = more.putObject("signature");
    ArrayNode inputs = signature.putArray("inputs");
    inputs
        .addObject()
        .put("name", "plan")
        .put("type", "BYTES")
        .putArray("allowedValues")
        .add("pro");
    ObjectNode age = inputs.addObject().put("name", "age").put("type", "FP32");
    age.put("presence", "optional").put("default", "40");
    ObjectNode range = age.putArray("intervals").addObject().put("closure", "closedOpen");
    range.put("leftMargin", (double) 18.1f).put("rightMargin", 120);
    signature.putArray("outputs").addObject().put("name", "p").put("type", "FP64");
    client.publish("churn", "<PMML/>", more);
    go("/models/churn/versions/1");
    assertThat(page.text("section[aria-labelledby=inputs]"))
        .contains("Inputs (2)", "BYTES", "pro", "required")
        .contains("optional", "[18.1, 120)", "missing means 40");
    assertThat(page.text("section[aria-labelledby=outputs]")).contains("p", "FP64");
  }

  @Test
  void somebodyLooksUpWhatServedOnTheThirdAtNoon() throws Exception {
    twoChampions();
    go("/models/churn");
    assertThat(page.text("section[aria-labelledby=now]")).contains("the canary passed");
    page.evaluate("document.getElementById('at').value = '2026-11-03T12:00'");
    page.click(".travel button");
    page.awaitText("As it was at 3 Nov 2026, 12:00");
    assertThat(page.text("section[aria-labelledby=now]"))
        .contains("the first", "shop/churn", "stable")
        .doesNotContain("the canary passed");
    assertThat(page.evaluate("location.search").asText())
        .isEqualTo("?at=2026-11-03T12%3A00%3A00Z".replace("%3A", ":"));
    assertThat(page.evaluate("document.querySelectorAll('.timeline .moment').length").asInt())
        .isPositive();
    page.click(".travel a");
    page.awaitText("What serves now");
  }

  @Test
  void theTimelineTellsWhoMovedAnAliasAndWhyWithoutAMouse() throws Exception {
    twoChampions();
    tell(1, "candidate", "serving", "on trial");
    clock.move(Duration.ofHours(2));
    tell(1, "candidate", "failed", "too many errors");
    go("/models/churn");
    page.await("document.querySelectorAll('.timeline a').length === 5");
    page.evaluate("document.querySelectorAll('.timeline a')[1].focus()");
    assertThat(page.text(".history .said"))
        .contains("@champion: version 2", "by release: the canary passed");
    page.evaluate("document.querySelectorAll('.timeline a')[4].focus()");
    assertThat(page.text(".history .said")).contains("failed: too many errors");
    page.click("summary");
    assertThat(page.text("details[open]")).contains("release", "the canary passed", "the first");
    page.evaluate("document.activeElement.blur(); document.body.focus()");
    page.press("Tab");
    assertThat(page.evaluate("document.activeElement !== document.body").booleanValue()).isTrue();
  }

  @Test
  void whatHasServedForSoLongThatNothingWasToldOfItLatelyStillHasItsLane() {
    go("/");
    String lanes =
        page.evaluate(
                """
                import("/pages/timeline.js").then(({foremost, servingLanes, withPresent}) => {
                  const event = (name, phase, at, version) => ({namespace: "shop", name, uid: "u", track: "stable", phase, at, version});
                  const lately = [event("b", "ended", "2026-11-03T00:00:00Z", 2), event("b", "serving", "2026-11-02T00:00:00Z", 2)];
                  const present = [event("a", "serving", "2025-01-01T00:00:00Z", 1)];
                  const events = withPresent(lately, present, (one, other) => one.name === other.name);
                  const lanes = servingLanes(events, Date.parse("2026-11-04T00:00:00Z"));
                  const words = some => some.map(lane => lane.name + " " + lane.spans.map(span => span.version)).join(", ");
                  return words(lanes) + "; " + words(foremost(lanes, 1));
                })""")
            .asText();
    assertThat(lanes).isEqualTo("shop/a 1, shop/b 2; shop/a 1");
  }

  @Test
  void aVersionThatWasRejectedSaysWhy() throws Exception {
    client.create("churn");
    byte[] bytes = "what is this".getBytes(UTF_8);
    client.upload(bytes);
    ObjectNode manifest = RegistryClient.manifest(Map.of("model.bin", bytes));
    manifest.remove("format");
    client.post("/v1/models/churn/versions", manifest.toString());
    client.post("/v1/models/churn/versions/1:finalize?wait=60s", "");
    go("/models/churn/versions/1");
    assertThat(page.text(".problem"))
        .contains("Why it was rejected", "the manifest says no format; add format");
    assertThat(page.text(".badges")).contains("rejected");
    assertThat(page.text("section[aria-labelledby=files]"))
        .contains("not given out: it was rejected")
        .doesNotContain("Download");
  }

  @Test
  void aVersionThatWasDeletedSaysByWhomAndWhy() throws Exception {
    client.create("churn");
    client.publish("churn", "<PMML/>");
    client.delete("/v1/models/churn/versions/1?reason=trained+on+the+wrong+data");
    go("/models/churn/versions/1");
    assertThat(page.text(".problem"))
        .contains("It was deleted", "by root", "trained on the wrong data", "use another version");
  }

  @Test
  void whatIsNotThereIsSaidWithWhatToDo() {
    go("/models/nothing");
    assertThat(page.text(".problem"))
        .contains("there is no such model", "create it with POST /v1/models");
    go("/modles");
    assertThat(page.text("main")).contains("There is no page of this address", "All models");
  }

  @Test
  void aRegistryThatIsAwayIsSaidAndAskedAgain() throws Exception {
    twoChampions();
    go("/models/churn");
    page.evaluate(
        """
        window.realFetch = fetch; window.fetch = () => Promise.reject(new TypeError("no network"));
        """);
    page.evaluate(
        "document.getElementById('state').value = 'READY';"
            + " document.getElementById('state').dispatchEvent(new Event('change'))");
    page.awaitText("it cannot be reached; see whether it runs");
    page.evaluate("window.fetch = window.realFetch");
    page.evaluate("[...document.querySelectorAll('button.more')].at(-1).click()");
    page.await("!document.body.innerText.includes('it cannot be reached')");
    assertThat(page.text("#versions ~ div tbody")).contains("ready");
  }

  @Test
  void markupInWhateverSomebodyPushedIsShownAndDoesNotRun() throws Exception {
    ObjectNode model = JsonNodeFactory.instance.objectNode().put("name", "churn");
    model.put("description", MARKUP).putObject("labels").put(MARKUP, MARKUP);
    client.post("/v1/models", model.toString());
    ObjectNode more = trained(0.5);
    ObjectNode lineage = more.withObject("/lineage");
    lineage.put("trainingRun", MARKUP);
    lineage.putObject("code").put("repository", "javascript:document.title='it ran'");
    lineage.putObject("metrics").put(MARKUP, 1);
    ObjectNode signature = more.putObject("signature");
    ObjectNode field = signature.putArray("inputs").addObject().put("name", MARKUP);
    field.put("type", "BYTES").put("default", MARKUP).putArray("allowedValues").add(MARKUP);
    signature.putArray("outputs");
    client.publish("churn", "<PMML/>", more);
    client.put(
        "/v1/models/churn/versions/1",
        JsonNodeFactory.instance.objectNode().put("description", MARKUP).toString());
    move("champion", 1, MARKUP);
    tell(1, "stable", "serving", MARKUP);
    for (String path : List.of("/", "/models/churn", "/models/churn/versions/1")) {
      go(path);
      assertThat(page.text("main")).contains(MARKUP);
      assertThat(page.evaluate("document.title").asText()).doesNotContain("it ran");
      assertThat(page.evaluate("document.querySelectorAll('main img, main b').length").asInt())
          .isZero();
      assertThat(
              page.evaluate("document.querySelectorAll('[href^=\"javascript\"]').length").asInt())
          .isZero();
    }
  }

  @Test
  void aFileThatClaimsToBeAPageIsNoneOfTheRegistrys() throws Exception {
    client.create("churn");
    byte[] bytes = "<script>document.title='it ran'</script>".getBytes(UTF_8);
    client.upload(bytes);
    ObjectNode manifest = RegistryClient.manifest(Map.of("page.html", bytes));
    ((ObjectNode) manifest.get("files").get(0)).put("mediaType", "text/html");
    client.post("/v1/models/churn/versions", manifest.toString());
    client.post("/v1/models/churn/versions/1:finalize?wait=60s", "");
    Reply reply = client.get("/v1/models/churn/versions/1/files/page.html");
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.header("Content-Disposition")).contains("attachment");
    assertThat(reply.header("Content-Security-Policy").orElseThrow()).contains("sandbox");
    go("/");
  }

  @Test
  void aBrowserAsksWhetherAFileIsStillWhatItWasAndLetsNoStringBecomeAScript() throws Exception {
    Reply file = client.as("").get("/pages/app.js");
    assertThat(file.header("Content-Type").orElseThrow()).startsWith("text/javascript");
    assertThat(file.header("Content-Security-Policy").orElseThrow())
        .contains(
            "default-src 'none'", "require-trusted-types-for 'script'", "trusted-types 'none'")
        .doesNotContain("unsafe");
    String tag = file.header("ETag").orElseThrow();
    assertThat(client.as("").get("/pages/app.js", "If-None-Match", tag).status()).isEqualTo(304);
    assertThat(client.as("").get("/pages/other.js").status()).isEqualTo(404);
    go("/");
    assertThat(
            page.evaluate(
                    "(() => { try { document.body.innerHTML = '<b>'; } catch (e) { return e.name; } })()")
                .asText())
        .isEqualTo("TypeError");
    // Chromium tells of the attempt too, which is what is wanted here and nowhere else.
    page.close();
    page = browser.open();
    go("/");
  }

  @Test
  void aTokenIsAskedForAndAWrongOneIsRefusedWithWords() throws Exception {
    twoChampions();
    registry.close();
    start("false");
    go("/models/churn/versions/2");
    assertThat(page.text("main")).contains("asks for a token", "scope read");
    page.type("#token", "not-one-that-is-known");
    page.press("Enter");
    page.awaitText("The token was refused: no such token is known");
    page.type("#token", TestRegistry.READ);
    page.click(".sign-in button");
    page.awaitText("churn 2");
    page.downloadTo(folder);
    page.click("section[aria-labelledby=files] .quiet");
    Path downloaded = folder.resolve("model.pmml");
    Awaitility.await().untilAsserted(() -> assertThat(downloaded).hasContent("<PMML>2</PMML>"));
    go("/models/churn");
    assertThat(page.text("h1")).isEqualTo("churn");
    assertThat(
            page.evaluate("location.href + document.cookie + JSON.stringify(localStorage)")
                .asText())
        .doesNotContain(TestRegistry.READ);
    page.click("#session button");
    page.awaitText("asks for a token");
    Files.delete(downloaded);
  }

  @Test
  void aModelIsFoundByAPieceOfItsDescription() throws Exception {
    client.create("churn");
    client.post("/v1/models", "{\"name\":\"fraud\",\"description\":\"Which card was stolen\"}");
    go("/");
    page.type("#search", "STOLEN");
    page.await("document.querySelectorAll('tbody tr').length === 1");
    assertThat(page.text("tbody")).contains("fraud");
    assertThat(page.evaluate("location.search").asText()).isEqualTo("?search=STOLEN");
    page.type("#search", "nobody");
    page.awaitText("No model has “nobody” in its name or description");
  }

  @Test
  void aPhoneNeedsNoScrollingSideways() throws Exception {
    twoChampions();
    for (Scheme scheme : Scheme.values()) {
      page.screen(360, 740, scheme);
      for (String path : List.of("/", "/models/churn", "/models/churn/versions/2")) {
        go(path);
        assertThat(page.evaluate("document.documentElement.scrollWidth").asInt())
            .as(path)
            .isLessThanOrEqualTo(360);
      }
    }
  }
}
