package io.slipway.testing.browser;

import static io.slipway.testing.browser.Browser.object;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** A page and somebody before it, who looks, clicks and types. */
public final class Page implements AutoCloseable {
  private static final long LOOK_MILLIS = 20;

  private final DevTools tools;
  private final String context;
  private final String session;
  private final List<String> complaints = new CopyOnWriteArrayList<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();

  /** How the screen is. */
  public enum Scheme {
    LIGHT,
    DARK
  }

  Page(DevTools tools, String context, String session) {
    this.tools = tools;
    this.context = context;
    this.session = session;
    tools.listen(session, this::heard);
    for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
      send(domain + ".enable", object());
    }
    send("Emulation.setTimezoneOverride", object().put("timezoneId", "UTC"));
    screen(1280, 900, Scheme.LIGHT);
  }

  private void heard(String event, JsonNode params) {
    switch (event) {
      case "Runtime.exceptionThrown" ->
          complaints.add(
              "exception: "
                  + params
                      .at("/exceptionDetails/exception/description")
                      .asText(params.at("/exceptionDetails/text").asText()));
      case "Runtime.consoleAPICalled" -> {
        if (params.path("type").asText().matches("error|warning|assert")) {
          complaints.add("console: " + params.path("args"));
        }
      }
      case "Log.entryAdded" -> {
        JsonNode entry = params.path("entry");
        // That a request was refused is for the page to say, and for the test to expect.
        if (!entry.path("source").asText().equals("network")
            && entry.path("level").asText().matches("error|warning")) {
          complaints.add(entry.path("source").asText() + ": " + entry.path("text").asText());
        }
      }
      case "Network.requestWillBeSent" -> {
        String url = params.at("/request/url").asText();
        // Of these nobody is asked.
        if (!url.startsWith("data:") && !url.startsWith("blob:")) {
          requests.add(url);
        }
      }
      default -> {}
    }
  }

  /** Exceptions, errors and warnings on the console, violations of the page's own policy. */
  public List<String> complaints() {
    return List.copyOf(complaints);
  }

  /** The URLs that were asked for. */
  public List<String> requests() {
    return List.copyOf(requests);
  }

  /** How large the screen is, in CSS pixels, and which colours its owner likes. */
  public void screen(int width, int height, Scheme scheme) {
    send(
        "Emulation.setDeviceMetricsOverride",
        object()
            .put("width", width)
            .put("height", height)
            .put("deviceScaleFactor", 1)
            .put("mobile", width < 600));
    ObjectNode media = object();
    media
        .putArray("features")
        .addObject()
        .put("name", "prefers-color-scheme")
        .put("value", scheme == Scheme.DARK ? "dark" : "light");
    send("Emulation.setEmulatedMedia", media);
  }

  /** Goes to an address, as one who types it. */
  public void go(String url) {
    JsonNode answer = send("Page.navigate", object().put("url", url));
    if (answer.has("errorText")) {
      throw new IllegalStateException(url + ": " + answer.get("errorText").asText());
    }
  }

  /** The value of an expression, which may be a promise. */
  public JsonNode evaluate(String expression) {
    JsonNode answer =
        send(
            "Runtime.evaluate",
            object()
                .put("expression", expression)
                .put("returnByValue", true)
                .put("userGesture", true)
                .put("awaitPromise", true));
    if (answer.has("exceptionDetails")) {
      throw new IllegalStateException(expression + ": " + answer.get("exceptionDetails"));
    }
    return answer.path("result").path("value");
  }

  /** Waits until an expression is true, whatever page it is that comes. */
  public void await(String condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(DevTools.PATIENCE_SECONDS);
    while (!holds(condition)) {
      if (System.nanoTime() > end) {
        throw new AssertionError(
            "never true: %s%non %s%nwhich says: %s%nand complains: %s"
                .formatted(
                    condition, evaluate("location.href").asText(), text("body"), complaints));
      }
      pause();
    }
  }

  /** A page that is being left has no answer yet. */
  private boolean holds(String condition) {
    try {
      return evaluate("Boolean(" + condition + ")").booleanValue();
    } catch (IllegalStateException e) {
      return false;
    }
  }

  /** Between two looks at a condition, of which a browser tells nobody when it comes to hold. */
  private static void pause() {
    try {
      Thread.sleep(LOOK_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Waits until the page says this somewhere. */
  public void awaitText(String text) {
    await("document.body && document.body.innerText.includes(" + quoted(text) + ")");
  }

  /** What somebody reads in the first element of a selector. */
  public String text(String selector) {
    return evaluate("(document.querySelector(" + quoted(selector) + ") ?? {}).innerText ?? ''")
        .asText();
  }

  /**
   * Clicks where the element is, once it stays there: above it something may still come to be. What
   * covers it gets the click, as it would of a person.
   */
  public void click(String selector) {
    await("document.querySelector(" + quoted(selector) + ")");
    JsonNode place =
        evaluate(
            """
            new Promise((resolve) => {
              let before = {};
              const look = () => {
                const element = document.querySelector(%s);
                element?.scrollIntoView({block: "center", behavior: "instant"});
                const box = element?.getClientRects()[0];
                if (box && box.x === before.x && box.y === before.y) {
                  resolve({x: box.x + box.width / 2, y: box.y + box.height / 2});
                } else {
                  before = box ?? {};
                  setTimeout(look, %d);
                }
              };
              look();
            })\
            """
                .formatted(quoted(selector), LOOK_MILLIS));
    for (String type : List.of("mousePressed", "mouseReleased")) {
      send(
          "Input.dispatchMouseEvent",
          object()
              .put("type", type)
              .put("x", place.get("x").doubleValue())
              .put("y", place.get("y").doubleValue())
              .put("button", "left")
              .put("clickCount", 1));
    }
  }

  /** Types into a field, in place of what is there. */
  public void type(String selector, String text) {
    await("document.querySelector(" + quoted(selector) + ")");
    evaluate(
        "(() => { const e = document.querySelector(%s); e.focus(); if (e.select) e.select(); })()"
            .formatted(quoted(selector)));
    send("Input.insertText", object().put("text", text));
  }

  /** Presses a key such as {@code Enter} or {@code Tab}. */
  public void press(String key) {
    ObjectNode event = object().put("key", key).put("code", key);
    switch (key) {
      case "Enter" -> event.put("windowsVirtualKeyCode", 13).put("text", "\r");
      case "Tab" -> event.put("windowsVirtualKeyCode", 9);
      case "Escape" -> event.put("windowsVirtualKeyCode", 27);
      default -> throw new IllegalArgumentException(key);
    }
    send("Input.dispatchKeyEvent", event.deepCopy().put("type", "keyDown"));
    send("Input.dispatchKeyEvent", event.deepCopy().put("type", "keyUp"));
  }

  /** Goes back, as with the browser's button. */
  public void back() {
    evaluate("history.back()");
  }

  /** Keeps downloads in a folder. */
  public void downloadTo(Path folder) {
    tools.send(
        "",
        "Browser.setDownloadBehavior",
        object()
            .put("behavior", "allow")
            .put("browserContextId", context)
            .put("downloadPath", folder.toString()));
  }

  /** The whole page, however long, as a PNG. */
  public void screenshot(Path file) {
    JsonNode size = send("Page.getLayoutMetrics", object()).path("cssContentSize");
    ObjectNode params = object().put("format", "png").put("captureBeyondViewport", true);
    params
        .putObject("clip")
        .put("x", 0)
        .put("y", 0)
        .put("width", size.path("width").asDouble())
        .put("height", size.path("height").asDouble())
        .put("scale", 1);
    byte[] png =
        Base64.getDecoder().decode(send("Page.captureScreenshot", params).get("data").textValue());
    try {
      Files.write(file, png);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String quoted(String text) {
    return TextNode.valueOf(text).toString();
  }

  private JsonNode send(String method, ObjectNode params) {
    return tools.send(session, method, params);
  }

  @Override
  public void close() {
    tools.send("", "Target.disposeBrowserContext", object().put("browserContextId", context));
  }
}
