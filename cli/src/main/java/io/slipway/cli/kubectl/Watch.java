package io.slipway.cli.kubectl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import io.slipway.cli.resource.Json;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** One object as it changes. For use by one thread; must be closed. */
public final class Watch implements AutoCloseable {

  /** What has happened. */
  public sealed interface Event {

    /** The object is new, or another than before. */
    record Changed(JsonNode object) implements Event {}

    /** The object is gone. */
    record Deleted() implements Event {}

    /**
     * The watch is over; the last event. Servers end watches now and then.
     *
     * @param why what kubectl said, and what to do
     */
    record Ended(String why) implements Event {}
  }

  private final Process process;
  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();

  Watch(Process process, Supplier<String> complaint) {
    this.process = process;
    Readers.start(() -> read(complaint));
  }

  /** The next event; empty when there is none for so long. */
  public Optional<Event> next(Duration atMost) throws InterruptedException {
    return Optional.ofNullable(events.poll(atMost.toMillis(), TimeUnit.MILLISECONDS));
  }

  private void read(Supplier<String> complaint) {
    String broken = "";
    try (MappingIterator<JsonNode> objects =
        Json.mapper().readerFor(JsonNode.class).readValues(process.getInputStream())) {
      while (objects.hasNextValue()) {
        JsonNode event = objects.nextValue();
        switch (event.path("type").asText()) {
          case "ADDED", "MODIFIED" -> events.add(new Event.Changed(event.path("object")));
          case "DELETED" -> events.add(new Event.Deleted());
          default -> broken = event.path("object").path("message").asText("");
        }
      }
    } catch (IOException e) {
      broken = String.valueOf(e.getMessage());
    }
    events.add(new Event.Ended(broken.isEmpty() ? complaint.get() : broken));
  }

  @Override
  public void close() {
    process.destroy();
  }
}
