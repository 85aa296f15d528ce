package io.slipway.pmml;

import jakarta.xml.bind.JAXBElement;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.dmg.pmml.PMMLObject;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Node;
import org.xml.sax.Locator;

/** Compares trees of JPMML's objects, field by field and down to the last one. */
final class Trees {
  private Trees() {}

  /** Where two trees differ first, or nothing. */
  static Optional<String> difference(@Nullable Object one, @Nullable Object other) {
    if (one == null || other == null || one.getClass() != other.getClass()) {
      return one == null && other == null ? Optional.empty() : differ(one, other);
    }
    if (one instanceof PMMLObject) {
      return ofFields(one, other);
    }
    if (one instanceof List<?> list) {
      return ofItems(list, (List<?>) other);
    }
    if (one instanceof JAXBElement<?> element) {
      JAXBElement<?> element2 = (JAXBElement<?>) other;
      return element.getName().equals(element2.getName())
          ? difference(element.getValue(), element2.getValue())
          : differ(element.getName(), element2.getName());
    }
    if (one instanceof Node node) {
      return node.isEqualNode((Node) other)
          ? Optional.empty()
          : Optional.of("DOM of " + node.getNodeName());
    }
    if (one instanceof Locator place) {
      Locator place2 = (Locator) other;
      return place.getLineNumber() == place2.getLineNumber()
              && place.getColumnNumber() == place2.getColumnNumber()
          ? Optional.empty()
          : Optional.of("place");
    }
    return Objects.equals(one, other) ? Optional.empty() : differ(one, other);
  }

  private static Optional<String> ofItems(List<?> one, List<?> other) {
    if (one.size() != other.size()) {
      return differ(one, other);
    }
    for (int i = 0; i < one.size(); i++) {
      Optional<String> difference = difference(one.get(i), other.get(i));
      if (difference.isPresent()) {
        return Optional.of("[" + i + "]" + difference.get());
      }
    }
    return Optional.empty();
  }

  private static Optional<String> ofFields(Object one, Object other) {
    for (Field field : fields(one.getClass())) {
      try {
        field.setAccessible(true);
        Optional<String> difference = difference(field.get(one), field.get(other));
        if (difference.isPresent()) {
          return Optional.of(
              one.getClass().getSimpleName() + "." + field.getName() + " " + difference.get());
        }
      } catch (IllegalAccessException e) {
        throw new AssertionError(e);
      }
    }
    return Optional.empty();
  }

  private static List<Field> fields(Class<?> type) {
    List<Field> fields = new ArrayList<>();
    for (Class<?> level = type; level != Object.class; level = level.getSuperclass()) {
      for (Field field : level.getDeclaredFields()) {
        if (!Modifier.isStatic(field.getModifiers())) {
          fields.add(field);
        }
      }
    }
    return fields;
  }

  private static Optional<String> differ(@Nullable Object one, @Nullable Object other) {
    return Optional.of(": %s and %s".formatted(one, other));
  }
}
