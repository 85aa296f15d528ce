package io.slipway.server.logging;

import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.EncoderBase;
import io.slipway.server.json.JsonWriter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.event.KeyValuePair;

/**
 * Writes an event as one line of JSON: time, level, logger, message, which model it is about, the
 * event's own fields, and the stack trace if it has one. logback's own encoder nests the fields and
 * repeats its context in each line.
 */
public final class JsonLines extends EncoderBase<ILoggingEvent> {
  /** What the process is about; the same for each of its lines. */
  private static volatile Map<String, String> about = Map.of();

  private final ThrowableProxyConverter stackTrace = new ThrowableProxyConverter();

  /** Adds fields to each line from now on. */
  public static void about(Map<String, String> fields) {
    about = new LinkedHashMap<>(fields);
  }

  @Override
  public void start() {
    stackTrace.start();
    super.start();
  }

  @Override
  public byte[] headerBytes() {
    return new byte[0];
  }

  @Override
  public byte[] encode(ILoggingEvent event) {
    Map<String, String> line = new LinkedHashMap<>();
    line.put("time", event.getInstant().toString());
    line.put("level", event.getLevel().toString());
    line.put("logger", event.getLoggerName());
    line.put("message", event.getFormattedMessage());
    line.putAll(about);
    if (event.getKeyValuePairs() != null) {
      for (KeyValuePair pair : event.getKeyValuePairs()) {
        line.putIfAbsent(pair.key, String.valueOf(pair.value));
      }
    }
    if (event.getThrowableProxy() != null) {
      line.put("stackTrace", stackTrace.convert(event));
    }
    byte[] json = JsonWriter.bytes(line);
    byte[] ended = Arrays.copyOf(json, json.length + 1);
    ended[json.length] = '\n';
    return ended;
  }

  @Override
  public byte[] footerBytes() {
    return new byte[0];
  }
}
