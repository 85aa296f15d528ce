package io.slipway.operator.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Encodes a log event as one JSON object on one line: {@code time}, {@code level}, {@code logger},
 * {@code thread}, {@code message}, then the event's own key-value pairs, and {@code namespace} and
 * {@code name} of the resource that the thread works for, then {@code exception}.
 */
public final class JsonLines extends EncoderBase<ILoggingEvent> {

  /** How the operator SDK names the resource that a thread works for, and how our lines do. */
  private static final Map<String, String> RESOURCE_KEYS =
      Map.of(
          "resource.namespace",
          "namespace",
          "resource.name",
          "name",
          "resource.generation",
          "generation");

  private final ObjectMapper json = new ObjectMapper();

  @Override
  public byte[] headerBytes() {
    return new byte[0];
  }

  @Override
  public byte[] footerBytes() {
    return new byte[0];
  }

  @Override
  public byte[] encode(ILoggingEvent event) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("time", event.getInstant().toString());
    line.put("level", event.getLevel().toString());
    line.put("logger", event.getLoggerName());
    line.put("thread", event.getThreadName());
    line.put("message", event.getFormattedMessage());
    Map<String, String> context = event.getMDCPropertyMap();
    RESOURCE_KEYS.forEach(
        (from, to) -> {
          if (context.containsKey(from)) {
            line.put(to, context.get(from));
          }
        });
    if (event.getKeyValuePairs() != null) {
      event.getKeyValuePairs().forEach(pair -> line.put(pair.key, String.valueOf(pair.value)));
    }
    if (event.getThrowableProxy() != null) {
      line.put("exception", ThrowableProxyUtil.asString(event.getThrowableProxy()));
    }
    return (write(line) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  private String write(Map<String, Object> line) {
    try {
      return json.writeValueAsString(line);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("texts are always JSON", e);
    }
  }
}
