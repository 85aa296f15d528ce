package io.slipway.pmml.generator;

import io.slipway.pmml.generator.ElementType.Attribute;
import io.slipway.pmml.generator.ElementType.Conversion;
import jakarta.xml.bind.annotation.XmlEnumValue;
import java.util.SortedMap;
import java.util.TreeMap;

/** A method for each enum that attributes have; another word is no value. */
final class WordsWriter {
  private final AnnotatedModel model;

  WordsWriter(AnnotatedModel model) {
    this.model = model;
  }

  /** {@code aggregateFunction} for {@code Aggregate.Function}. */
  static String methodName(Class<?> type) {
    String name = type.getName().substring(type.getPackageName().length() + 1).replace("$", "");
    return Character.toLowerCase(name.charAt(0)) + name.substring(1);
  }

  String code() {
    SortedMap<String, Class<? extends Enum<?>>> enums = new TreeMap<>();
    for (ElementType element : model.types()) {
      for (Attribute attribute : element.attributes()) {
        if (attribute.conversion() instanceof Conversion.Words words) {
          Class<?> other = enums.put(methodName(words.type()), words.type());
          if (other != null && other != words.type()) {
            throw new UnknownMappingException("two enums are called " + words.type());
          }
        }
      }
    }
    StringBuilder code = new StringBuilder();
    enums.forEach((method, type) -> write(code, method, type));
    return code.toString();
  }

  private static void write(StringBuilder code, String method, Class<? extends Enum<?>> type) {
    int dot = type.getCanonicalName().lastIndexOf('.');
    code.append(
        "  static %s.@Nullable %s %s(String value) {\n    return switch (value) {\n"
            .formatted(
                type.getCanonicalName().substring(0, dot),
                type.getCanonicalName().substring(dot + 1),
                method));
    for (Enum<?> constant : type.getEnumConstants()) {
      code.append(
          "      case \"%s\" -> %s.%s;\n"
              .formatted(word(constant), type.getCanonicalName(), constant.name()));
    }
    code.append("      default -> null;\n    };\n  }\n\n");
  }

  private static String word(Enum<?> constant) {
    try {
      XmlEnumValue word =
          constant.getDeclaringClass().getField(constant.name()).getAnnotation(XmlEnumValue.class);
      return word == null ? constant.name() : word.value();
    } catch (NoSuchFieldException e) {
      throw new IllegalStateException(e);
    }
  }
}
