package io.slipway.pmml.generator;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/**
 * The methods beside the fields that JAXB sets itself. JPMML's are plain: a setter assigns, and a
 * getter of a list makes it when there is none.
 */
final class Accessors {
  private Accessors() {}

  static Method setter(Class<?> type, Field field) {
    return find(
        type,
        "set" + field.getName(),
        method ->
            method.getParameterCount() == 1 && method.getParameterTypes()[0] == field.getType());
  }

  static Method getter(Class<?> type, Field field) {
    return find(
        type,
        "get" + field.getName(),
        method -> method.getParameterCount() == 0 && method.getReturnType() == List.class);
  }

  /** Capital letters differ: the field {@code sse} has the setter {@code setSSE}. */
  private static Method find(Class<?> type, String name, Predicate<Method> fits) {
    return Arrays.stream(type.getMethods())
        .filter(method -> method.getName().equalsIgnoreCase(name) && !method.isBridge())
        .filter(fits)
        .findFirst()
        .orElseThrow(() -> new UnknownMappingException(type + " has no method " + name));
  }
}
