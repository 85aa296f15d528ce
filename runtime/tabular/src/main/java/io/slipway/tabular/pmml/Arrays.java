package io.slipway.tabular.pmml;

import io.slipway.scoring.ModelLoadException;
import io.slipway.tabular.xml.Element;
import java.util.ArrayList;
import java.util.List;

/** PMML's arrays: items between blanks, in quotes where they hold some. */
final class Arrays {
  private Arrays() {}

  static List<String> items(Element array) throws ModelLoadException {
    String text = array.text();
    List<String> items = new ArrayList<>();
    StringBuilder item = new StringBuilder();
    boolean quoted = false;
    boolean begun = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && i + 1 < text.length() && text.charAt(i + 1) == '"') {
        item.append('"');
        begun = true;
        i++;
      } else if (c == '"') {
        quoted = !quoted;
        begun = true;
      } else if (!quoted && Character.isWhitespace(c)) {
        if (begun) {
          items.add(item.toString());
          item.setLength(0);
          begun = false;
        }
      } else {
        item.append(c);
        begun = true;
      }
    }
    if (quoted) {
      throw array.invalid("a quote is not closed");
    }
    if (begun) {
      items.add(item.toString());
    }
    if (array.has("n") && array.integer("n", 0) != items.size()) {
      throw array.invalid(
          "it states %d items and has %d".formatted(array.integer("n", 0), items.size()));
    }
    return items;
  }

  static double[] numbers(Element array) throws ModelLoadException {
    List<String> items = items(array);
    double[] numbers = new double[items.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] =
          io.slipway.tabular.xml.Numbers.parse(items.get(i))
              .orElseThrow(() -> array.invalid("an item is no number"));
    }
    return numbers;
  }

  /** An array of which only the entries that are not the default are written. */
  static double[] sparse(Element array, int size) throws ModelLoadException {
    array.allow("Indices", "REAL-Entries");
    double[] numbers = new double[size];
    java.util.Arrays.fill(numbers, array.number("defaultValue", 0));
    if (array.child("Indices").isEmpty()) {
      return numbers;
    }
    double[] indices = numbers(array.requireChild("Indices"));
    double[] entries = numbers(array.requireChild("REAL-Entries"));
    if (indices.length != entries.length) {
      throw array.invalid("it has another number of indices than of entries");
    }
    for (int i = 0; i < indices.length; i++) {
      int index = (int) indices[i] - 1;
      if (index != indices[i] - 1 || index < 0 || index >= size) {
        throw array.invalid("an index is not between 1 and " + size);
      }
      numbers[index] = entries[i];
    }
    return numbers;
  }
}
