package io.slipway.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/**
 * Every state that objects of one kind are in, one after the other, as the API server tells them:
 * what holds at all times is asserted of all of them.
 */
final class Watch implements AutoCloseable {

  /** What became of an object. */
  record Event(String type, JsonNode object) {
    String name() {
      return object.at("/metadata/name").asText();
    }

    String label(String key) {
      return object.at("/metadata/labels").path(key).asText();
    }

    /** Where it stands among all writes to the cluster, of whatever kind. */
    long at() {
      return object.at("/metadata/resourceVersion").asLong();
    }

    /** Whether the object is there and not on its way out. */
    boolean isThere() {
      return !type.equals("DELETED") && object.at("/metadata/deletionTimestamp").isMissingNode();
    }
  }

  private final Process kubectl;
  private final List<Event> events = new CopyOnWriteArrayList<>();
  private final Thread reader;

  private Watch(Process kubectl) {
    this.kubectl = kubectl;
    this.reader = Kubectl.reader(() -> read(kubectl.getInputStream()));
  }

  /** Begins to watch the objects of a kind that belong to a ModelDeployment. */
  static Watch of(Rollout rollout, String kind) {
    return begin(rollout.kubectl(), kind, "--selector=slipway.io/deployment=" + rollout.name());
  }

  /** Begins to watch all ModelDeployments of a namespace. */
  static Watch of(Kubectl kubectl) {
    return begin(kubectl, "modeldeployments");
  }

  private static Watch begin(Kubectl kubectl, String... what) {
    List<String> arguments = new ArrayList<>(List.of("get"));
    arguments.addAll(List.of(what));
    arguments.addAll(List.of("--watch", "--output-watch-events", "--output=json"));
    return new Watch(kubectl.start(arguments.toArray(String[]::new)));
  }

  private void read(InputStream out) {
    try (MappingIterator<JsonNode> objects =
        new ObjectMapper().readerFor(JsonNode.class).readValues(out)) {
      while (objects.hasNextValue()) {
        JsonNode event = objects.nextValue();
        events.add(new Event(event.path("type").asText(), event.path("object")));
      }
    } catch (IOException e) {
      if (kubectl.isAlive()) {
        throw new UncheckedIOException(e);
      }
    }
  }

  Stream<Event> events() {
    return events.stream();
  }

  /** The newest state of an object that is as new as a write. */
  Optional<JsonNode> newest(String name, long written) {
    return events.stream()
        .filter(event -> event.at() >= written && event.name().equals(name))
        .reduce((older, newer) -> newer)
        .map(Event::object);
  }

  /**
   * What an object had at a place since a write, one after the other, without repetitions in a row.
   */
  List<String> story(String name, long since, String place) {
    List<String> story = new ArrayList<>();
    for (Event event : events) {
      if (!event.name().equals(name) || event.at() < since) {
        continue;
      }
      String text = event.object().at(place).asText();
      if (story.isEmpty() || !story.getLast().equals(text)) {
        story.add(text);
      }
    }
    return story;
  }

  /** The most different values of a label that objects had which were there at the same time. */
  int mostAtOnce(String label) {
    Map<String, String> there = new HashMap<>();
    int most = 0;
    for (Event event : events) {
      if (event.isThere() && !event.label(label).isEmpty()) {
        there.put(event.name(), event.label(label));
      } else {
        there.remove(event.name());
      }
      most = Math.max(most, (int) there.values().stream().distinct().count());
    }
    return most;
  }

  @Override
  public void close() {
    kubectl.destroy();
    try {
      reader.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
