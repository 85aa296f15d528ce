package io.slipway.sources.oci;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How a registry wants to be asked, as its header {@code WWW-Authenticate} says. */
sealed interface Challenge {

  /** With a user and a password. */
  record Basic() implements Challenge {}

  /** With a token that is fetched there. */
  record Bearer(URI token) implements Challenge {}

  Pattern PARAMETER = Pattern.compile("([a-z]+)=\"([^\"]*)\"");

  /**
   * Reads a header; empty where it is of another kind.
   *
   * @param repository that is to be read
   */
  static Optional<Challenge> of(String header, String repository) {
    if (header.regionMatches(true, 0, "Basic", 0, 5)) {
      return Optional.of(new Basic());
    }
    if (!header.regionMatches(true, 0, "Bearer ", 0, 7)) {
      return Optional.empty();
    }
    Map<String, String> parameters = new HashMap<>();
    Matcher matcher = PARAMETER.matcher(header);
    while (matcher.find()) {
      parameters.put(matcher.group(1), matcher.group(2));
    }
    String realm = parameters.getOrDefault("realm", "");
    StringBuilder query = new StringBuilder();
    query.append("scope=").append(encoded("repository:" + repository + ":pull"));
    if (parameters.containsKey("service")) {
      query.append("&service=").append(encoded(parameters.get("service")));
    }
    try {
      URI uri = URI.create(realm + (realm.contains("?") ? "&" : "?") + query);
      return uri.getHost() == null ? Optional.empty() : Optional.of(new Bearer(uri));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
