package io.slipway.sources.oci;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
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

  Pattern BEARER =
      Pattern.compile(
          "(?:^|,)\\s*Bearer\\s+((?:[a-z]+=(?:\"[^\"]*\"|[^\\s,\"]+)(?:\\s*,\\s*|\\s*$))+)",
          Pattern.CASE_INSENSITIVE);

  Pattern BASIC = Pattern.compile("(?:^|,)\\s*Basic(?:\\s|,|$)", Pattern.CASE_INSENSITIVE);

  Pattern PARAMETER = Pattern.compile("([A-Za-z]+)=(?:\"([^\"]*)\"|([^\\s,\"]+))");

  /**
   * Reads the header, of which tokens count before a user and a password; empty where it asks for
   * neither.
   *
   * @param header with a comma between the values where there are several
   * @param repository that is to be read
   */
  static Optional<Challenge> of(String header, String repository) {
    Matcher bearer = BEARER.matcher(header);
    if (bearer.find()) {
      return token(bearer.group(1), repository);
    }
    return BASIC.matcher(header).find() ? Optional.of(new Basic()) : Optional.empty();
  }

  private static Optional<Challenge> token(String text, String repository) {
    Map<String, String> parameters = new HashMap<>();
    Matcher matcher = PARAMETER.matcher(text);
    while (matcher.find()) {
      String value = matcher.group(2) == null ? matcher.group(3) : matcher.group(2);
      parameters.putIfAbsent(matcher.group(1).toLowerCase(Locale.ROOT), value);
    }
    String realm = parameters.getOrDefault("realm", "");
    StringBuilder query = new StringBuilder();
    query
        .append("scope=")
        .append(encoded(parameters.getOrDefault("scope", "repository:" + repository + ":pull")));
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
