package io.slipway.pmml.generator;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Optional;

/**
 * A class of JPMML's that stands for an element.
 *
 * @param namespace of the element where it may stand in place of any
 * @param name of the element where it may stand in place of any
 * @param value what sets the object's value from the element's text
 * @param content what gets the list of all that the element holds, where it may hold anything
 * @param required what gets what the element must have, or says whether it has any of them
 */
record ElementType(
    Class<?> type,
    String namespace,
    String name,
    List<Attribute> attributes,
    List<Child> children,
    Optional<Method> value,
    Optional<Content> content,
    List<Method> required) {

  /**
   * An attribute.
   *
   * @param conversion of its text: the name of a method of {@code Values}, or none for text itself
   */
  record Attribute(String name, Method setter, Conversion conversion) {}

  /** How the text of an attribute becomes a value. */
  sealed interface Conversion {
    /** It is the text. */
    record Text() implements Conversion {}

    /** By a method of {@code Values}. */
    record Call(String method) implements Conversion {}

    /** By the words of an enum. */
    record Words(Class<? extends Enum<?>> type) implements Conversion {}
  }

  /**
   * A field that elements inside go into.
   *
   * @param elements the classes of the elements that go into it, by their names
   */
  record Child(List<Named> elements, Destination destination) {}

  /** An element inside; without a class it is text. */
  record Named(String name, Optional<Class<?>> type) {}

  /** What becomes of an element inside once it has been read. */
  sealed interface Destination {
    /**
     * A setter takes it.
     *
     * @param adapted by this method of {@code Values} before
     */
    record Set(Method setter, Optional<String> adapted) implements Destination {}

    /** The list that a getter returns takes it. */
    record Add(Method getter, Class<?> item, Optional<String> adapted) implements Destination {}

    /** The list that a getter returns takes what a method of {@code Values} makes of its text. */
    record Parse(Method getter, String method) implements Destination {}
  }

  /** All that an element holds, in a list; with the text between its elements or without. */
  record Content(Method getter, Text text) {
    enum Text {
      KEPT,
      DROPPED
    }
  }
}
