package io.slipway.tabular;

import io.slipway.tabular.Markup.Span;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** What may become of a document in the hands of a careless or ill-meaning author. */
final class DocumentMutation {
  private static final List<String> ODD =
      List.of(
          "",
          " ",
          "0",
          "-0",
          "-1",
          "1",
          "2",
          "1.5",
          "NaN",
          "INF",
          "-INF",
          "Infinity",
          "1e999",
          "-1e999",
          "1e-999",
          "1e300",
          "0x10",
          "1d",
          "65536",
          "2147483647",
          "2147483648",
          "-2147483648",
          "99999999999999999999",
          "true",
          "false",
          "string",
          "integer",
          "double",
          "float",
          "boolean",
          "date",
          "time",
          "dateTime",
          "dateDaysSince[1960]",
          "timeSeconds",
          "categorical",
          "ordinal",
          "continuous",
          "classification",
          "regression",
          "clustering",
          "target",
          "supplementary",
          "active",
          "probability",
          "transformedValue",
          "equal",
          "lessThan",
          "isMissing",
          "and",
          "xor",
          "surrogate",
          "none",
          "sum",
          "average",
          "asIs",
          "asMissing",
          "if",
          "+",
          "/",
          "nothing of this name",
          "&#x10FFFF;",
          "a \"b c\" \\",
          "y",
          "\u00e9");

  private final Random random;

  DocumentMutation(Random random) {
    this.random = random;
  }

  /** With up to three places changed. */
  byte[] of(String document) {
    String text = document;
    for (int i = Math.max(1, random.nextInt(6) - 2); i > 0; i--) {
      text = changed(Markup.of(text));
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return random.nextInt(20) == 0 ? withOtherBytes(bytes) : bytes;
  }

  private String changed(Markup markup) {
    if (markup.elements().isEmpty() || markup.values().isEmpty()) {
      return markup.text();
    }
    Span element = pick(markup.elements());
    Span other = pick(markup.elements());
    String content = other.of(markup.text());
    return switch (random.nextInt(12)) {
      case 0 -> markup.with(element, "");
      case 1 -> markup.with(element, element.of(markup.text()).repeat(2));
      case 2 -> markup.with(element, content);
      case 3 -> swapped(markup, element, other);
      case 4 -> markup.with(new Span(element.from(), element.from()), content);
      case 5 -> markup.with(inside(markup.text(), element), content);
      case 6 -> markup.attributes().isEmpty() ? "" : markup.with(pick(markup.attributes()), "");
      case 7, 8 -> markup.with(pick(markup.values()), pick(markup.values()).of(markup.text()));
      default -> markup.with(pick(markup.values()), pick(ODD));
    };
  }

  /** Where the first child of an element would stand, or what stands before it. */
  private static Span inside(String text, Span element) {
    int after = text.indexOf('>', element.from()) + 1;
    int place = after >= element.to() ? element.from() : after;
    return new Span(place, place);
  }

  private static String swapped(Markup markup, Span one, Span other) {
    Span first = one.from() <= other.from() ? one : other;
    Span second = first.equals(one) ? other : one;
    if (first.to() > second.from()) {
      return markup.with(first, second.of(markup.text()));
    }
    String behind = markup.with(second, first.of(markup.text()));
    return new Markup(behind, List.of(), List.of(), List.of())
        .with(first, second.of(markup.text()));
  }

  private byte[] withOtherBytes(byte[] bytes) {
    if (bytes.length == 0) {
      return bytes;
    }
    int at = random.nextInt(bytes.length);
    return switch (random.nextInt(4)) {
      case 0 -> Arrays.copyOf(bytes, at);
      case 1 -> spliced(bytes, at, Math.min(bytes.length, at + random.nextInt(8)), new byte[0]);
      case 2 -> spliced(bytes, at, at, new byte[] {(byte) random.nextInt()});
      default ->
          spliced(bytes, at, at + 1, new byte[] {(byte) (bytes[at] ^ 1 << random.nextInt(8))});
    };
  }

  static byte[] spliced(byte[] bytes, int from, int to, byte[] middle) {
    byte[] joined = Arrays.copyOf(bytes, from + middle.length + bytes.length - to);
    System.arraycopy(middle, 0, joined, from, middle.length);
    System.arraycopy(bytes, to, joined, from + middle.length, bytes.length - to);
    return joined;
  }

  private <T> T pick(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
