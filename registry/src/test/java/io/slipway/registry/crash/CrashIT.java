package io.slipway.registry.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.slipway.registry.model.Digest;
import io.slipway.registry.testing.RegistryClient;
import io.slipway.registry.testing.Reply;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Killed while versions are uploaded, published and promoted: nothing that was answered for is
 * lost.
 */
class CrashIT {
  private static final int KILLS = Boolean.getBoolean("slipway.long") ? 200 : 5;
  private static final int PUBLISHERS = 4;

  /** A version takes about eight. */
  private static final int MOST_REQUESTS = 80;

  private static final int MOST_MILLIS_WITHIN_A_REQUEST = 15;

  @TempDir Path folder;
  private final Promises promises = new Promises();
  private final Set<Integer> verified = new HashSet<>();

  @Test
  void everyReadyVersionsBytesHashToTheirDigestAndHistoryReplaysToThePresent() throws Exception {
    long seed = System.nanoTime();
    System.out.println("Killing a registry " + KILLS + " times, seed " + seed);
    Random random = new Random(seed);
    try (HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      for (int kill = 0; kill < KILLS; kill++) {
        try (ChildRegistry child = ChildRegistry.start(folder)) {
          RegistryClient client = child.client(http);
          if (kill == 0) {
            client.create("churn");
          } else {
            verify(client);
          }
          Semaphore requests = new Semaphore(0);
          List<Thread> publishers = publish(client, random, requests);
          boolean begun =
              requests.tryAcquire(1 + random.nextInt(MOST_REQUESTS), 60, TimeUnit.SECONDS);
          assertThat(begun).as("requests were made").isTrue();
          // Somewhere within a request: there is no condition for that to wait for.
          Thread.sleep(random.nextInt(MOST_MILLIS_WITHIN_A_REQUEST));
          child.kill();
          for (Thread publisher : publishers) {
            publisher.join();
          }
        }
      }
      try (ChildRegistry child = ChildRegistry.start(folder)) {
        verified.clear();
        verify(child.client(http));
      }
    }
    System.out.printf(
        "%d versions were ready and %d moves of an alias answered for%n",
        promises.ready().size(), promises.moves().size());
    assertThat(promises.ready()).as("versions that were published at all").isNotEmpty();
    assertThat(promises.moves()).as("moves that were made at all").isNotEmpty();
  }

  private List<Thread> publish(RegistryClient client, Random random, Semaphore requests) {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < PUBLISHERS; i++) {
      threads.add(
          Thread.ofVirtual().start(new Publisher(client, random.nextLong(), promises, requests)));
    }
    return threads;
  }

  private void verify(RegistryClient client) throws Exception {
    awaitValidations(client);
    Map<Integer, JsonNode> versions = versions(client);
    promises
        .ready()
        .forEach(
            (number, digest) -> {
              assertThat(versions).as("version %d was answered for", number).containsKey(number);
              JsonNode version = Objects.requireNonNull(versions.get(number));
              assertThat(version.get("state").textValue()).isEqualTo("READY");
              assertThat(version.get("modelFile").get("digest").textValue())
                  .isEqualTo(digest.toString());
            });
    for (JsonNode version : versions.values()) {
      if (version.get("state").textValue().equals("READY")
          && verified.add(version.get("version").intValue())) {
        verifyBytes(client, version);
      }
    }
    verifyHistory(client);
  }

  /** What was being validated is so still, and ends. */
  private static void awaitValidations(RegistryClient client) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () ->
                assertThat(
                        client
                            .get("/v1/models/churn/versions?state=validating")
                            .json()
                            .get("versions"))
                    .isEmpty());
  }

  private static Map<Integer, JsonNode> versions(RegistryClient client) throws Exception {
    Map<Integer, JsonNode> versions = new HashMap<>();
    String page = "";
    while (true) {
      JsonNode list = client.get("/v1/models/churn/versions?limit=1000" + page).json();
      list.get("versions")
          .forEach(version -> versions.put(version.get("version").intValue(), version));
      if (!list.has("next")) {
        return versions;
      }
      page = "&" + list.get("next").textValue();
    }
  }

  private static void verifyBytes(RegistryClient client, JsonNode version) throws Exception {
    String digest = version.get("digest").textValue();
    Reply manifest = client.get("/v1/models/churn/versions/%s/manifest".formatted(digest));
    assertThat(Digest.of(manifest.bytes())).hasToString(digest);
    for (JsonNode file : version.get("files")) {
      Reply bytes = client.get("/v1/blobs/" + file.get("digest").textValue());
      assertThat(bytes.status()).as("version %s", version.get("version")).isEqualTo(200);
      assertThat(Digest.of(bytes.bytes())).hasToString(file.get("digest").textValue());
    }
  }

  private void verifyHistory(RegistryClient client) throws Exception {
    Set<String> told = new HashSet<>();
    JsonNode events = client.get("/v1/models/churn/history?limit=1000").json().get("events");
    for (int i = 0; i < events.size(); i++) {
      told.add(events.get(i).get("reason").textValue());
      if (i + 1 < events.size()) {
        assertThat(events.get(i).path("from")).isEqualTo(events.get(i + 1).path("to"));
      }
    }
    Reply present = client.get("/v1/models/churn/aliases/champion");
    if (events.isEmpty()) {
      assertThat(present.status()).isEqualTo(404);
    } else {
      assertThat(present.json().get("version")).isEqualTo(events.get(0).get("to"));
    }
    if (events.size() < 1000) {
      assertThat(told).containsAll(promises.moves());
    }
  }
}
