package io.slipway.e2e;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The API server through one {@code kubectl proxy}, for what is asked again and again: a process
 * for each question would be most of what a small machine does.
 */
final class ApiProxy {
  private static final Pattern SERVING = Pattern.compile("Starting to serve on (\\S+)");

  private final List<String> kubectl;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(10))
          .build();
  private Optional<URI> base = Optional.empty();

  /**
   * @param kubectl how to call kubectl on the cluster
   */
  ApiProxy(List<String> kubectl) {
    this.kubectl = kubectl;
  }

  String get(String path) {
    return send(HttpRequest.newBuilder(address(path)).GET());
  }

  String post(String path, String json) {
    return send(
        HttpRequest.newBuilder(address(path))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(json)));
  }

  private String send(HttpRequest.Builder building) {
    HttpRequest request = building.timeout(Duration.ofMinutes(2)).build();
    try {
      HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
      if (response.statusCode() / 100 != 2) {
        throw new AssertionError(
            "%s %s: %d %s"
                .formatted(
                    request.method(), request.uri(), response.statusCode(), response.body()));
      }
      return response.body();
    } catch (IOException e) {
      throw new UncheckedIOException(request.method() + " " + request.uri(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while the API server was asked", e);
    }
  }

  private URI address(String path) {
    return started().resolve(path);
  }

  private synchronized URI started() {
    if (base.isEmpty()) {
      base = Optional.of(start());
    }
    return base.get();
  }

  private URI start() {
    List<String> command = new ArrayList<>(kubectl);
    command.addAll(List.of("proxy", "--port=0"));
    try {
      Process proxy = new ProcessBuilder(command).redirectErrorStream(true).start();
      Runtime.getRuntime().addShutdownHook(new Thread(proxy::destroy));
      var lines =
          new BufferedReader(new InputStreamReader(proxy.getInputStream(), StandardCharsets.UTF_8));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        Matcher serving = SERVING.matcher(line);
        if (serving.find()) {
          Kubectl.reader(() -> lines.lines().forEach(System.err::println));
          return URI.create("http://" + serving.group(1));
        }
      }
      throw new AssertionError("kubectl proxy ended before it served");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
