package io.slipway.testing.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A browser that did not tell of what goes wrong would let every test of a page pass. */
class BrowserTest {
  @SuppressWarnings("NullAway.Init")
  private static Browser browser;

  @SuppressWarnings("NullAway.Init")
  private HttpServer server;

  @SuppressWarnings("NullAway.Init")
  private Page page;

  @BeforeAll
  static void start() {
    browser =
        switch (Chromium.search(System.getenv())) {
          case Chromium.Found(Path executable) -> Browser.start(executable);
          case Chromium.NotFound(String reason) -> abort(reason);
        };
  }

  @AfterAll
  static void stop() {
    if (browser != null) {
      browser.close();
    }
  }

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.start();
    page = browser.open();
  }

  @AfterEach
  void end() {
    page.close();
    server.stop(0);
  }

  private void show(String policy, String html) {
    server.createContext(
        "/",
        exchange -> {
          byte[] body = html.getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
          exchange.getResponseHeaders().set("Content-Security-Policy", policy);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    page.go("http://127.0.0.1:" + server.getAddress().getPort() + "/");
  }

  @Test
  void itTypesClicksAndWaits() {
    show(
        "script-src 'unsafe-inline'",
        """
        <link rel="icon" href="data:,"><input id="name"><button id="greet">Greet</button><p id="said"></p>
        <script>
          document.getElementById("greet").onclick = () => setTimeout(() =>
            document.getElementById("said").textContent = "Hello " + document.getElementById("name").value, 50);
        </script>
        """);
    page.type("#name", "Ada");
    page.click("#greet");
    page.awaitText("Hello Ada");
    assertThat(page.text("#said")).isEqualTo("Hello Ada");
    assertThat(page.complaints()).isEmpty();
    assertThat(page.requests())
        .containsExactly("http://127.0.0.1:" + server.getAddress().getPort() + "/");
  }

  @Test
  void aPolicyThatIsViolatedAndAnExceptionAreTold() {
    show(
        "script-src 'nonce-right'",
        """
        <script nonce="wrong">document.title = "ran";</script>
        <script nonce="right">setTimeout(() => { document.title = "ready"; throw new Error("broken"); });</script>
        """);
    page.await("document.title === 'ready'");
    page.await("true");
    assertThat(page.complaints())
        .anySatisfy(text -> assertThat(text).contains("Content Security Policy"))
        .anySatisfy(text -> assertThat(text).contains("Error: broken"));
  }

  @Test
  void itSeesTheColoursThatItsOwnerLikes(@TempDir Path folder) throws IOException {
    page.screen(400, 700, Page.Scheme.DARK);
    assertThat(page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches").booleanValue())
        .isTrue();
    Path file = folder.resolve("page.png");
    page.screenshot(file);
    assertThat(Files.readAllBytes(file)).startsWith(0x89, 'P', 'N', 'G');
  }

  @Test
  void withoutABrowserThereIsALineThatSaysSo() {
    assertThat(Chromium.search(Map.of("PATH", "/nowhere")))
        .isInstanceOfSatisfying(
            Chromium.NotFound.class,
            none -> assertThat(none.reason()).contains("SLIPWAY_BROWSER").hasLineCount(1));
  }

  @Test
  void whatThePageThrowsIsThrown() {
    assertThatThrownBy(() -> page.evaluate("nothing.at.all"))
        .hasMessageContaining("nothing is not defined");
  }
}
