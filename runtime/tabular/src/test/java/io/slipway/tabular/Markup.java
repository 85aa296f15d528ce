package io.slipway.tabular;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where things stand in an XML text, which need not be well-formed.
 *
 * @param text all of it
 * @param elements with all that they hold
 * @param attributes names with their values
 * @param values of attributes, without their quotes, and the text of elements
 */
record Markup(String text, List<Span> elements, List<Span> attributes, List<Span> values) {
  private static final Pattern TAG = Pattern.compile("<(/?)[\\w:.-]++([^<>]*+)>([^<]*+)");
  private static final Pattern ATTRIBUTE =
      Pattern.compile("\\s[\\w:.-]+\\s*=\\s*(?:\"([^\"]*)\"|'([^']*)')");

  /** Characters from one place to before another. */
  record Span(int from, int to) {
    String of(String text) {
      return text.substring(from, to);
    }
  }

  static Markup of(String text) {
    List<Span> elements = new ArrayList<>();
    List<Span> attributes = new ArrayList<>();
    List<Span> values = new ArrayList<>();
    Deque<Integer> open = new ArrayDeque<>();
    Matcher tag = TAG.matcher(text);
    while (tag.find()) {
      boolean begins = tag.start(1) == tag.end(1);
      if (begins) {
        open.push(tag.start());
        addAttributes(text, tag.start(2), tag.end(2), attributes, values);
      }
      if (!tag.group(3).isBlank()) {
        values.add(new Span(tag.start(3), tag.end(3)));
      }
      if ((!begins || tag.group(2).endsWith("/")) && !open.isEmpty()) {
        elements.add(new Span(open.pop(), tag.start(3)));
      }
    }
    return new Markup(text, elements, attributes, values);
  }

  private static void addAttributes(
      String text, int from, int to, List<Span> attributes, List<Span> values) {
    Matcher attribute = ATTRIBUTE.matcher(text).region(from, to);
    while (attribute.find()) {
      int value = attribute.start(1) < 0 ? 2 : 1;
      attributes.add(new Span(attribute.start(), attribute.end()));
      values.add(new Span(attribute.start(value), attribute.end(value)));
    }
  }

  /** The text with other characters in a place. */
  String with(Span place, String other) {
    return text.substring(0, place.from()) + other + text.substring(place.to());
  }
}
