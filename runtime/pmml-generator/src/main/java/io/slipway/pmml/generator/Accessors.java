package io.slipway.pmml.generator;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

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

  /**
   * What gets the value of a field, or null where it has none; of a list, what says whether it has
   * any.
   */
  static Method presence(Class<?> type, Field field) {
    if (field.getType() == List.class) {
      return find(
          type,
          "has" + field.getName(),
          method -> method.getParameterCount() == 0 && method.getReturnType() == boolean.class);
    }
    Method getter =
        find(
            type,
            "get" + field.getName(),
            method -> method.getParameterCount() == 0 && method.getReturnType() == field.getType());
    if (ofNew(type, getter) != null) {
      throw new UnknownMappingException(field + " has a value that nobody has set");
    }
    return getter;
  }

  private static @Nullable Object ofNew(Class<?> type, Method getter) {
    try {
      return getter.invoke(type.getConstructor().newInstance());
    } catch (ReflectiveOperationException e) {
      throw new UnknownMappingException(type + " cannot be made: " + e);
    }
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
