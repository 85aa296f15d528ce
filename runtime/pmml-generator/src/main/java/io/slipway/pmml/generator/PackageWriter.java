package io.slipway.pmml.generator;

import io.slipway.pmml.generator.ElementType.Attribute;
import io.slipway.pmml.generator.ElementType.Child;
import io.slipway.pmml.generator.ElementType.Conversion;
import io.slipway.pmml.generator.ElementType.Destination;
import io.slipway.pmml.generator.ElementType.Named;
import java.lang.reflect.Method;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The methods for the classes of one of JPMML's packages. */
final class PackageWriter {
  private final Map<Class<?>, Integer> numbers;
  private final StringBuilder code = new StringBuilder();

  PackageWriter(Map<Class<?>, Integer> numbers) {
    this.numbers = numbers;
  }

  String code() {
    return code.toString();
  }

  void write(ElementType element) {
    if (!element.attributes().isEmpty()) {
      attributes(element);
    }
    if (!element.children().isEmpty()) {
      children(element);
      add(element);
    }
    if (!element.required().isEmpty()) {
      complete(element);
    }
  }

  private void complete(ElementType element) {
    code.append(
        "  static boolean isComplete%s(%s bean) {\n    return %s;\n  }\n\n"
            .formatted(
                element.type().getSimpleName(),
                element.type().getName(),
                element.required().stream()
                    .map(PackageWriter::isThere)
                    .collect(Collectors.joining(" && "))));
  }

  private static String isThere(Method presence) {
    return "bean.%s()%s"
        .formatted(presence.getName(), presence.getReturnType() == boolean.class ? "" : " != null");
  }

  private void attributes(ElementType element) {
    code.append(
        "  static void attributeOf%s(%s bean, String name, String value) {\n    switch (name) {\n"
            .formatted(element.type().getSimpleName(), element.type().getName()));
    for (Attribute attribute : element.attributes()) {
      code.append(
          "      case \"%s\" -> bean.%s(%s);\n"
              .formatted(
                  attribute.name(), attribute.setter().getName(), value(attribute.conversion())));
    }
    code.append("      default -> { }\n    }\n  }\n\n");
  }

  private static String value(Conversion conversion) {
    if (conversion instanceof Conversion.Call call) {
      return "Values." + call.method() + "(value)";
    }
    if (conversion instanceof Conversion.Words words) {
      return "Words." + WordsWriter.methodName(words.type()) + "(value)";
    }
    return "value";
  }

  private void children(ElementType element) {
    code.append(
        "  static int childOf%s(String name) {\n    return switch (name) {\n"
            .formatted(element.type().getSimpleName()));
    List<Child> children = element.children();
    // A sequence names some twice; JAXB puts them where they are named first.
    Set<String> names = new HashSet<>();
    for (int field = 0; field < children.size(); field++) {
      for (Named named : children.get(field).elements()) {
        int type = named.type().map(this::number).orElse(0);
        if (names.add(named.name())) {
          code.append("      case \"%s\" -> 0x%x;\n".formatted(named.name(), field << 16 | type));
        }
      }
    }
    code.append("      default -> -1;\n    };\n  }\n\n");
  }

  private int number(Class<?> type) {
    Integer number = numbers.get(type);
    if (number == null) {
      throw new UnknownMappingException("no factory makes " + type);
    }
    return number;
  }

  private void add(ElementType element) {
    code.append(
        "  static void addTo%s(%s bean, int field, Object child) {\n    switch (field) {\n"
            .formatted(element.type().getSimpleName(), element.type().getName()));
    for (int field = 0; field < element.children().size(); field++) {
      code.append(
          "      case %d -> %s;\n"
              .formatted(field, statement(element.children().get(field).destination())));
    }
    code.append(
        "      default -> throw new IllegalStateException(\"field \" + field);\n    }\n  }\n\n");
  }

  private static String statement(Destination destination) {
    if (destination instanceof Destination.Set set) {
      return "bean.%s(%s)"
          .formatted(
              set.setter().getName(), child(set.setter().getParameterTypes()[0], set.adapted()));
    }
    if (destination instanceof Destination.Add add) {
      return "bean.%s().add(%s)"
          .formatted(add.getter().getName(), child(add.item(), add.adapted()));
    }
    Destination.Parse parse = (Destination.Parse) destination;
    return "Values.refill(bean.%s(), Values.%s((String) child))"
        .formatted(parse.getter().getName(), parse.method());
  }

  private static String child(Class<?> type, Optional<String> adapted) {
    return adapted
        .map(method -> "Values.%s(child)".formatted(method))
        .orElse("(%s) child".formatted(type.getName()));
  }
}
