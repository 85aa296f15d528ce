package io.slipway.server.pod;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Environment variables, read with their types; what makes no sense is said by name. */
record Environment(Map<String, String> variables) {
  private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h)");

  Environment {
    variables = Map.copyOf(variables);
  }

  Optional<String> text(String name) {
    return Optional.ofNullable(variables.get(name)).map(String::strip).filter(v -> !v.isEmpty());
  }

  long number(String name, long otherwise, long least, long most) throws PodException {
    Optional<String> text = text(name);
    if (text.isEmpty()) {
      return otherwise;
    }
    try {
      long number = Long.parseLong(text.get());
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw PodException.configInvalid(
        "%s is '%s', not a whole number from %d to %d: correct it in podTemplate.env"
            .formatted(name, text.get(), least, most));
  }

  int integer(String name, int otherwise, int least, int most) throws PodException {
    return (int) number(name, otherwise, least, most);
  }

  /** One of some words, the first where none is set. */
  String choice(String name, List<String> words) throws PodException {
    String word = text(name).orElse(words.getFirst());
    if (words.contains(word)) {
      return word;
    }
    throw PodException.configInvalid(
        "%s is '%s', not one of %s: correct it in podTemplate.env"
            .formatted(name, word, String.join(", ", words)));
  }

  /** A number and one of the units ms, s, m, h. */
  Duration duration(String name, Duration otherwise) throws PodException {
    Optional<String> text = text(name);
    if (text.isEmpty()) {
      return otherwise;
    }
    Matcher matcher = DURATION.matcher(text.get());
    if (matcher.matches()) {
      long number = Long.parseLong(matcher.group(1));
      Duration duration =
          switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            default -> Duration.ofHours(number);
          };
      if (duration.isPositive()) {
        return duration;
      }
    }
    throw PodException.configInvalid(
        "%s is '%s', not a time like 500ms, 30s, 5m or 1h: correct it in podTemplate.env"
            .formatted(name, text.get()));
  }
}
