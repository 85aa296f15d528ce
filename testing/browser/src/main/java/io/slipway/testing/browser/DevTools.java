package io.slipway.testing.browser;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;

/** The protocol: commands that are answered, and events, each of a session or of the browser. */
final class DevTools implements WebSocket.Listener, AutoCloseable {
  static final long PATIENCE_SECONDS = 30;
  private static final JsonMapper JSON = new JsonMapper();

  private final Map<Long, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();
  private final Map<String, BiConsumer<String, JsonNode>> listeners = new ConcurrentHashMap<>();
  private final AtomicLong ids = new AtomicLong();
  private final StringBuilder coming = new StringBuilder();
  private final HttpClient http = HttpClient.newHttpClient();
  private final WebSocket socket;

  DevTools(URI address) {
    this.socket = http.newWebSocketBuilder().buildAsync(address, this).join();
  }

  /** Hears the events of a session from now on. */
  void listen(String session, BiConsumer<String, JsonNode> listener) {
    listeners.put(session, listener);
  }

  /**
   * Sends a command and waits for its answer.
   *
   * @param session empty for the browser itself
   */
  JsonNode send(String session, String method, ObjectNode params) {
    long id = ids.incrementAndGet();
    ObjectNode command = JsonNodeFactory.instance.objectNode().put("id", id).put("method", method);
    command.set("params", params);
    if (!session.isEmpty()) {
      command.put("sessionId", session);
    }
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    waiting.put(id, answer);
    synchronized (this) {
      // One message at a time is what a WebSocket takes.
      socket.sendText(command.toString(), true).join();
    }
    try {
      return answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the browser did " + method, e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("the browser did not do " + command, e);
    } finally {
      waiting.remove(id);
    }
  }

  @Override
  public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
    coming.append(data);
    if (last) {
      String message = coming.toString();
      coming.setLength(0);
      receive(message);
    }
    from.request(1);
    return CompletableFuture.completedStage(null);
  }

  private void receive(String text) {
    JsonNode message = parse(text);
    if (!message.has("id")) {
      BiConsumer<String, JsonNode> listener = listeners.get(message.path("sessionId").asText(""));
      if (listener != null) {
        listener.accept(message.path("method").asText(), message.path("params"));
      }
      return;
    }
    CompletableFuture<JsonNode> answer = waiting.get(message.get("id").longValue());
    if (answer == null) {
      return;
    }
    if (message.has("error")) {
      answer.completeExceptionally(
          new IllegalStateException(message.at("/error/message").asText()));
    } else {
      answer.complete(message.path("result"));
    }
  }

  private static JsonNode parse(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the browser sent no JSON", e);
    }
  }

  @Override
  public void close() {
    socket.abort();
    http.shutdownNow();
  }
}
