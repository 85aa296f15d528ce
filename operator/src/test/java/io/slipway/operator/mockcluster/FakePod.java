package io.slipway.operator.mockcluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.Pod;
import io.slipway.operator.desired.Labels;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** A pod's side of the contract, as far as the operator meets it. Thread-safe. */
public final class FakePod {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final String name;
  private final String uid;
  private final String revision;
  private final String provider;
  private final Instant startedAt = Instant.now();
  private final BiConsumer<FakePod, String> taken;
  private @Nullable JsonNode document;
  private JsonNode payload = JSON.createObjectNode();
  private int documentsTaken;
  private long callers;
  private long hops;
  private Instant lastCaller = startedAt;

  /**
   * @param taken told the payload of each document that it takes, and that it was this pod
   */
  FakePod(Pod pod, BiConsumer<FakePod, String> taken) {
    this.taken = taken;
    this.name = pod.getMetadata().getName();
    this.uid = pod.getMetadata().getUid();
    this.revision = Labels.get(pod, Labels.REVISION).orElse("");
    this.provider =
        Labels.get(pod, Labels.ACCELERATOR).filter("gpu"::equals).isPresent() ? "CUDA" : "CPU";
  }

  public String uid() {
    return uid;
  }

  String revision() {
    return revision;
  }

  /** A caller came. */
  synchronized void called() {
    callers++;
    lastCaller = Instant.now();
  }

  /** Another pod sent a caller on. */
  synchronized void hopped() {
    hops++;
  }

  /** To whose pods some of its callers are sent on. */
  synchronized Optional<String> sendsOnTo() {
    String target = payload.path("target").asText();
    return payload.path("weightBp").asInt() == 0 || target.equals(revision)
        ? Optional.empty()
        : Optional.of(target);
  }

  /** The number of the document that it goes by, like {@code 3.17}; empty for none. */
  public synchronized String traffic() {
    return document == null ? "" : epoch(payload) + "." + sequence(payload);
  }

  synchronized boolean hasDocument() {
    return document != null;
  }

  /** How many documents it took since it started. */
  public synchronized int documentsTaken() {
    return documentsTaken;
  }

  /** Goes by the document if it is newer; the status code says what the contract says. */
  synchronized int take(String json) throws IOException {
    JsonNode offered = JSON.readTree(json);
    String text =
        new String(
            Base64.getDecoder().decode(offered.path("payload").asText()), StandardCharsets.UTF_8);
    JsonNode said = JSON.readTree(text);
    boolean older =
        document != null
            && (epoch(said) < epoch(payload)
                || (epoch(said) == epoch(payload) && sequence(said) < sequence(payload)));
    if (older) {
      return 409;
    }
    if (!offered.equals(document)) {
      documentsTaken++;
      taken.accept(this, text);
    }
    document = offered;
    payload = said;
    return 200;
  }

  synchronized String status(String state) {
    ObjectNode status = JSON.createObjectNode();
    status.put("contract", 1).put("revision", revision).put("state", state);
    status.put("executionProvider", provider).putArray("capabilities").add("forward").add("split");
    status
        .putObject("pod")
        .put("name", name)
        .put("uid", uid)
        .put("startedAt", startedAt.toString());
    status.putObject("forward").put("reachable", true);
    status
        .putObject("requests")
        .put("callers", callers)
        .put("lastCallerMillisAgo", Duration.between(lastCaller, Instant.now()).toMillis())
        .put("hops", hops)
        .put("inFlight", 0);
    if (document != null) {
      status
          .putObject("traffic")
          .put("epoch", epoch(payload))
          .put("sequence", sequence(payload))
          .put("target", payload.path("target").asText())
          .put("weightBp", payload.path("weightBp").asInt());
    }
    return status.toString();
  }

  private static long epoch(JsonNode payload) {
    return payload.path("epoch").asLong();
  }

  private static long sequence(JsonNode payload) {
    return payload.path("sequence").asLong();
  }
}
