package io.slipway.tabular.xml;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * A document as a tape. Elements are numbered in the order in which they begin, so that an
 * element's descendants are the numbers up to its end; attributes lie behind one another in the
 * same order. Names are kept once.
 */
public final class Document {
  private final String[] names;
  private final int[] elementName;
  private final int[] end;
  private final int[] line;
  private final int[] column;
  private final int[] firstAttribute;
  private final int[] attributeName;
  private final String[] attributeValue;
  private final Map<Integer, String> texts;

  private Document(Builder builder) {
    names = builder.names.toArray();
    elementName = Arrays.copyOf(builder.elementName, builder.elements);
    end = Arrays.copyOf(builder.end, builder.elements);
    line = Arrays.copyOf(builder.line, builder.elements);
    column = Arrays.copyOf(builder.column, builder.elements);
    firstAttribute = Arrays.copyOf(builder.firstAttribute, builder.elements + 1);
    firstAttribute[builder.elements] = builder.attributes;
    attributeName = Arrays.copyOf(builder.attributeName, builder.attributes);
    attributeValue = Arrays.copyOf(builder.attributeValue, builder.attributes);
    texts = builder.texts;
  }

  public Element root() {
    return new Element(this, 0);
  }

  String name(int element) {
    return names[elementName[element]];
  }

  /** The number after the last descendant of an element. */
  int end(int element) {
    return end[element];
  }

  int line(int element) {
    return line[element];
  }

  int column(int element) {
    return column[element];
  }

  int firstAttribute(int element) {
    return firstAttribute[element];
  }

  String attributeName(int attribute) {
    return names[attributeName[attribute]];
  }

  String attributeValue(int attribute) {
    return attributeValue[attribute];
  }

  String text(int element) {
    return texts.getOrDefault(element, "");
  }

  /** Grows as the reader goes. */
  static final class Builder {
    private final Names names = new Names();
    private int elements;
    private int attributes;
    private int[] elementName = new int[64];
    private int[] end = new int[64];
    private int[] line = new int[64];
    private int[] column = new int[64];
    private int[] firstAttribute = new int[65];
    private int[] attributeName = new int[64];
    private String[] attributeValue = new String[64];
    private final Map<Integer, String> texts = new HashMap<>();

    int begin(String name, int atLine, int atColumn) {
      if (elements == elementName.length) {
        int larger = elements + (elements >> 1);
        elementName = Arrays.copyOf(elementName, larger);
        end = Arrays.copyOf(end, larger);
        line = Arrays.copyOf(line, larger);
        column = Arrays.copyOf(column, larger);
        firstAttribute = Arrays.copyOf(firstAttribute, larger + 1);
      }
      elementName[elements] = names.number(name);
      line[elements] = atLine;
      column[elements] = atColumn;
      firstAttribute[elements] = attributes;
      return elements++;
    }

    void attribute(String name, String value) {
      if (attributes == attributeName.length) {
        int larger = attributes + (attributes >> 1);
        attributeName = Arrays.copyOf(attributeName, larger);
        attributeValue = Arrays.copyOf(attributeValue, larger);
      }
      attributeName[attributes] = names.number(name);
      attributeValue[attributes] = value;
      attributes++;
    }

    void end(int element) {
      end[element] = elements;
    }

    void text(int element, String text) {
      texts.put(element, text);
    }

    int items() {
      return elements + attributes;
    }

    Document build() {
      return new Document(this);
    }
  }

  private static final class Names {
    private final Map<String, Integer> numbers = new HashMap<>();

    int number(String name) {
      Integer known = numbers.get(name);
      if (known != null) {
        return known;
      }
      int number = numbers.size();
      numbers.put(name, number);
      return number;
    }

    String[] toArray() {
      String[] array = new String[numbers.size()];
      numbers.forEach((name, number) -> array[number] = name);
      return array;
    }
  }
}
