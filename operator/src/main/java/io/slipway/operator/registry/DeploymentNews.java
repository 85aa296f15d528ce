package io.slipway.operator.registry;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Something that the registry's history has to have: a deployment began or ceased to use a version.
 *
 * @param key by which the registry knows a repetition
 * @param reason why it ceased, where that is known
 */
record DeploymentNews(Use use, Phase phase, Instant at, Optional<String> reason, String key) {

  private static final int MOST_REASON = 500;

  /** What happened, as the registry writes it. */
  enum Phase {
    SERVING("serving"),
    ENDED("ended"),
    FAILED("failed");

    private final String text;

    Phase(String text) {
      this.text = text;
    }
  }

  static DeploymentNews serving(Use use, Instant at) {
    return new DeploymentNews(use, Phase.SERVING, at, Optional.empty(), newKey());
  }

  static DeploymentNews ended(Use use, Instant at) {
    return new DeploymentNews(use, Phase.ENDED, at, Optional.empty(), newKey());
  }

  static DeploymentNews failed(Use use, Instant at, String reason) {
    String cut = reason.length() <= MOST_REASON ? reason : reason.substring(0, MOST_REASON);
    return new DeploymentNews(use, Phase.FAILED, at, Optional.of(cut), newKey());
  }

  String path() {
    return "/v1/models/%s/deployments".formatted(use.model());
  }

  /** As the registry takes it, which wants no empty texts. */
  Map<String, String> body(String cluster) {
    Map<String, String> body = new TreeMap<>();
    body.put("version", use.version());
    if (!cluster.isEmpty()) {
      body.put("cluster", cluster);
    }
    body.put("namespace", use.place().namespace());
    body.put("name", use.place().name());
    body.put("uid", use.place().uid());
    body.put("track", use.place().track().text());
    body.put("phase", phase.text);
    body.put("at", at.toString());
    reason.ifPresent(why -> body.put("reason", why));
    return body;
  }

  private static String newKey() {
    return UUID.randomUUID().toString();
  }
}
