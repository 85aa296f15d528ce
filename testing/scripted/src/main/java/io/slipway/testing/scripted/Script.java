package io.slipway.testing.scripted;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;

/**
 * How a model behaves: lines of {@code key=value} under {@link #FIRST_LINE}.
 *
 * @param answer what every row is answered with; when absent, the row's own {@code x}
 * @param output what the answer is called
 * @param delayMillis how long a call takes
 * @param failEvery of how many calls one fails; 0 for none
 * @param greedy whether loading takes all the memory that there is
 */
record Script(
    Optional<Double> answer, String output, long delayMillis, long failEvery, boolean greedy) {

  static final String FIRST_LINE = "# scripted model";
  private static final Set<String> KEYS =
      Set.of("answer", "output", "delayMillis", "failEvery", "greedy");

  /**
   * @throws IllegalArgumentException if a line says something else
   */
  static Script parse(String text) {
    Properties lines = new Properties();
    try {
      lines.load(new StringReader(text));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    for (String key : lines.stringPropertyNames()) {
      if (!KEYS.contains(key)) {
        throw new IllegalArgumentException("no script says " + key);
      }
    }
    return new Script(
        Optional.ofNullable(lines.getProperty("answer")).map(Double::valueOf),
        lines.getProperty("output", "y"),
        Long.parseLong(lines.getProperty("delayMillis", "0")),
        Long.parseLong(lines.getProperty("failEvery", "0")),
        Boolean.parseBoolean(lines.getProperty("greedy", "false")));
  }
}
