package io.slipway.registry.crash;

import static io.slipway.registry.testing.RegistryClient.manifest;

import io.slipway.registry.model.Digest;
import io.slipway.registry.testing.RegistryClient;
import io.slipway.registry.testing.Reply;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Semaphore;

/** Publishes and promotes until the registry is gone, and keeps what it was answered. */
final class Publisher implements Runnable {
  private static final int LARGEST = 300_000;

  private final RegistryClient client;
  private final Random random;
  private final Promises promises;
  private final Semaphore requests;

  /**
   * @param requests gets a permit for each one that begins
   */
  Publisher(RegistryClient client, long seed, Promises promises, Semaphore requests) {
    this.client = client;
    this.random = new Random(seed);
    this.promises = promises;
    this.requests = requests;
  }

  private RegistryClient next() {
    requests.release();
    return client;
  }

  @Override
  public void run() {
    try {
      while (true) {
        publish();
      }
    } catch (IOException e) {
      // The registry was killed: what this test is about.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void publish() throws IOException, InterruptedException {
    byte[] bytes = new byte[1 + random.nextInt(LARGEST)];
    random.nextBytes(bytes);
    upload(bytes);
    Reply registered =
        next().post("/v1/models/churn/versions", manifest(Map.of("m.bin", bytes)).toString());
    int version = registered.json().get("version").intValue();
    Reply done =
        next().post("/v1/models/churn/versions/%d:finalize?wait=30s".formatted(version), "");
    if (done.status() == 200 && done.json().get("state").textValue().equals("READY")) {
      promises.ready(version, Digest.of(bytes));
      promote(version);
    }
  }

  /** Whole, or in two parts. */
  private void upload(byte[] bytes) throws IOException, InterruptedException {
    if (random.nextBoolean() || bytes.length < 2) {
      next().upload(bytes);
      return;
    }
    int half = bytes.length / 2;
    String path = "/v1/blobs/" + Digest.of(bytes);
    next()
        .send(
            "PUT",
            path,
            Arrays.copyOfRange(bytes, 0, half),
            "Content-Range",
            "bytes 0-%d/%d".formatted(half - 1, bytes.length));
    next()
        .send(
            "PUT",
            path,
            Arrays.copyOfRange(bytes, half, bytes.length),
            "Content-Range",
            "bytes %d-%d/%d".formatted(half, bytes.length - 1, bytes.length));
  }

  private void promote(int version) throws IOException, InterruptedException {
    String path = "/v1/models/churn/aliases/champion";
    Reply now = next().get(path);
    String reason = UUID.randomUUID().toString();
    String body = "{\"version\":%d,\"reason\":\"%s\"}".formatted(version, reason);
    Reply moved =
        now.status() == 404
            ? next().put(path, body, "If-None-Match", "*")
            : next().put(path, body, "If-Match", now.header("ETag").orElseThrow());
    if (moved.status() == 200) {
      promises.moved(reason);
    }
  }
}
