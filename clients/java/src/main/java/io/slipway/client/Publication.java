package io.slipway.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.slipway.client.RegistryException.Kind;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Publishes a version: registers what it is, sends the bytes that are missing, has it validated.
 * Each step may be repeated, by this process or by another after it: the same files become the same
 * version, and bytes that came are not sent again.
 */
public final class Publication {
  private static final int ROUNDS = 3;
  private static final long LONGEST_QUESTION = 30;

  private final RegistryClient client;
  private final Upload upload;
  private final String model;

  Publication(RegistryClient client, Upload upload, String model) {
    this.client = client;
    this.upload = upload;
    this.model = model;
  }

  /**
   * What came of it.
   *
   * @param version READY or REJECTED; VALIDATING when that took longer than was waited for
   * @param news whether somebody had registered it before
   */
  public record Published(Version version, News news) {

    /** Whether a version is new. */
    public enum News {
      NEW,
      KNOWN
    }
  }

  /**
   * Publishes it.
   *
   * @param patience for how long a validation is waited for
   */
  public Published publish(Draft draft, Duration patience)
      throws RegistryException, InterruptedException {
    JsonNode manifest = draft.manifest();
    for (int round = 1; ; round++) {
      JsonNode registered =
          client.write("POST", RegistryClient.path(model) + "/versions", Map.of(), manifest);
      Version version = Version.read(registered);
      Published.News news =
          version.state().equals("PENDING") ? Published.News.NEW : Published.News.KNOWN;
      send(draft, registered);
      try {
        return new Published(validated(version, patience), news);
      } catch (RegistryException e) {
        // The registry may have cleaned away between the two what was there already.
        if (e.kind() != Kind.CONFLICT || round == ROUNDS) {
          throw e;
        }
      }
    }
  }

  private void send(Draft draft, JsonNode registered)
      throws RegistryException, InterruptedException {
    Set<String> missing = new HashSet<>();
    for (JsonNode file : registered.path("missing")) {
      missing.add(file.path("digest").asText());
    }
    for (LocalFile file : draft.files()) {
      if (missing.remove(file.digest())) {
        upload.send(file);
      }
    }
  }

  private Version validated(Version version, Duration patience)
      throws RegistryException, InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    while (true) {
      long left = Math.max(0, Duration.ofNanos(end - System.nanoTime()).toSeconds());
      Version seen =
          Version.read(
              client.write(
                  "POST",
                  RegistryClient.versionPath(model, Integer.toString(version.number()))
                      + ":finalize?wait="
                      + Math.min(left, LONGEST_QUESTION)
                      + "s",
                  Map.of(),
                  RegistryClient.object()));
      if (seen.isDecided() || left == 0) {
        return seen;
      }
    }
  }
}
