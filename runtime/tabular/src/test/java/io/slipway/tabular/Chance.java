package io.slipway.tabular;

import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A source of chance, in the words of documents: attributes, numbers, elements in a row. */
final class Chance {
  private final Random random;

  Chance(long seed) {
    random = new Random(seed);
  }

  Random random() {
    return random;
  }

  boolean oneIn(int count) {
    return random.nextInt(count) == 0;
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  /** A quarter or a tenth, as thresholds and weights are. */
  String number() {
    return Double.toString(random.nextInt(-16, 17) / (oneIn(3) ? 10.0 : 4.0));
  }

  String numbers(int count) {
    return IntStream.range(0, count).mapToObj(i -> number()).collect(Collectors.joining(" "));
  }

  String pick(String... choices) {
    return choices[random.nextInt(choices.length)];
  }

  String pick(List<String> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  /** An attribute, or half of the time none. */
  String perhaps(String name, String value) {
    return random.nextBoolean() ? " %s='%s'".formatted(name, value) : "";
  }

  static String each(int count, IntFunction<String> element) {
    return IntStream.range(0, count).mapToObj(element).collect(Collectors.joining());
  }
}
