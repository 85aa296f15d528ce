package io.slipway.testing.browser;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A browser without a window. It asks nobody for anything but what its pages ask for. */
public final class Browser implements AutoCloseable {
  private static final Pattern LISTENING = Pattern.compile("DevTools listening on (ws://\\S+)");
  private static final List<String> OPTIONS =
      List.of(
          "--headless",
          // A test that runs as root has no other choice, and opens its own pages only.
          "--no-sandbox",
          "--disable-gpu",
          "--disable-dev-shm-usage",
          "--disable-quic",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-default-apps",
          "--disable-extensions",
          "--disable-sync",
          "--hide-scrollbars",
          "--no-first-run",
          "--no-proxy-server",
          "--lang=en-GB",
          "--remote-debugging-port=0");

  private final Process process;
  private final Path profile;
  private final DevTools tools;

  private Browser(Process process, Path profile, DevTools tools) {
    this.process = process;
    this.profile = profile;
    this.tools = tools;
  }

  /** Starts it, with a profile of its own. */
  public static Browser start(Path executable) {
    try {
      Path profile = Files.createTempDirectory("browser");
      List<String> command =
          Stream.of(
                  Stream.of(executable.toString(), "--user-data-dir=" + profile),
                  OPTIONS.stream(),
                  Stream.of("about:blank"))
              .flatMap(part -> part)
              .toList();
      Process process =
          new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
      return new Browser(process, profile, new DevTools(address(process)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static URI address(Process process) throws IOException {
    BufferedReader errors = process.errorReader(StandardCharsets.UTF_8);
    StringBuilder said = new StringBuilder();
    for (String line = errors.readLine(); line != null; line = errors.readLine()) {
      Matcher listening = LISTENING.matcher(line);
      if (listening.find()) {
        // What it says later must not fill the pipe.
        Thread.ofVirtual().start(() -> errors.lines().forEach(later -> {}));
        return URI.create(listening.group(1));
      }
      said.append(line).append('\n');
    }
    throw new IOException("the browser ended before it listened: " + said);
  }

  /** A page that shares nothing with others: no cookie, no storage, no cache. */
  public Page open() {
    String context =
        tools.send("", "Target.createBrowserContext", object()).get("browserContextId").textValue();
    String target =
        tools
            .send(
                "",
                "Target.createTarget",
                object().put("url", "about:blank").put("browserContextId", context))
            .get("targetId")
            .textValue();
    String session =
        tools
            .send(
                "", "Target.attachToTarget", object().put("targetId", target).put("flatten", true))
            .get("sessionId")
            .textValue();
    return new Page(tools, context, session);
  }

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  @Override
  public void close() {
    tools.close();
    List<ProcessHandle> all =
        Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
    all.forEach(ProcessHandle::destroyForcibly);
    try {
      process.waitFor(10, TimeUnit.SECONDS);
      all.forEach(child -> child.onExit().completeOnTimeout(child, 10, TimeUnit.SECONDS).join());
      remove(profile);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void remove(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
