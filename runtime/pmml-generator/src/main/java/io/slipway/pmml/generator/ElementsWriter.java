package io.slipway.pmml.generator;

import io.slipway.pmml.generator.ElementType.Content;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Writes {@code io.slipway.pmml.Elements}, a class beside it for each of JPMML's packages, so that
 * a program loads those of the models that it reads, and the words of enums.
 *
 * <p>Types and the fields of a type are numbered; all methods are switches over numbers and names,
 * and small enough to be compiled. Neither reflection nor a lambda is in them: those would be
 * classes made at run time, which no ahead-of-time cache holds.
 */
final class ElementsWriter {
  private static final String PACKAGE = "io.slipway.pmml";
  private static final String NOTHING = "{ }";
  private static final String UNREACHABLE = "throw new IllegalStateException(\"type \" + type)";

  private final AnnotatedModel model;
  private final Map<Class<?>, Integer> numbers = new HashMap<>();

  ElementsWriter(AnnotatedModel model) {
    this.model = model;
    for (ElementType element : model.types()) {
      // 0 is text.
      numbers.put(element.type(), numbers.size() + 1);
    }
  }

  void write(Path sources) throws IOException {
    Path folder = Files.createDirectories(sources.resolve(PACKAGE.replace('.', '/')));
    SortedMap<String, List<ElementType>> packages =
        new TreeMap<>(
            model.types().stream()
                .collect(Collectors.groupingBy(element -> className(element.type()))));
    for (Map.Entry<String, List<ElementType>> entry : packages.entrySet()) {
      PackageWriter writer = new PackageWriter(numbers);
      entry.getValue().forEach(writer::write);
      save(folder, entry.getKey(), writer.code());
    }
    save(folder, "Words", new WordsWriter(model).code());
    save(folder, "Elements", dispatch());
  }

  private static void save(Path folder, String name, String code) throws IOException {
    Files.writeString(
        folder.resolve(name + ".java"),
        """
        package %s;

        import org.jspecify.annotations.Nullable;

        /** Generated from JPMML's annotations by slipway-pmml-generator. */
        @javax.annotation.processing.Generated("io.slipway.pmml.generator.ElementsWriter")
        @SuppressWarnings({"deprecation", "UnusedVariable"})
        final class %s {
          private %s() {}

        %s}
        """
            .formatted(PACKAGE, name, name, code));
  }

  /** The class for a package: {@code TreeElements} for {@code org.dmg.pmml.tree}. */
  static String className(Class<?> type) {
    String name = type.getPackageName();
    String last = name.equals("org.dmg.pmml") ? "core" : name.substring(name.lastIndexOf('.') + 1);
    StringBuilder result = new StringBuilder();
    for (String word : last.split("_")) {
      result.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
    }
    return result.append("Elements").toString();
  }

  private String dispatch() {
    StringBuilder code = new StringBuilder();
    method(code, "Object create(int type)", UNREACHABLE)
        .cases(element -> true, element -> "new " + element.type().getName() + "()");
    method(code, "void attribute(int type, Object bean, String name, String value)", NOTHING)
        .cases(
            element -> !element.attributes().isEmpty(),
            element -> call(element, "attributeOf", "bean", "name, value"));
    method(code, "int child(int type, String name)", "-1")
        .cases(
            element -> !element.children().isEmpty(),
            element -> call(element, "childOf", "", "name"));
    method(code, "void add(int type, int field, Object bean, Object child)", UNREACHABLE)
        .cases(
            element -> !element.children().isEmpty(),
            element -> call(element, "addTo", "bean", "field, child"));
    method(code, "boolean isOpen(int type)", "false")
        .cases(element -> element.content().isPresent(), element -> "true");
    method(code, "void addContent(int type, Object bean, Object child)", UNREACHABLE)
        .cases(
            element -> element.content().isPresent(),
            element ->
                "%s.%s().add(child)"
                    .formatted(bean(element), element.content().orElseThrow().getter().getName()));
    method(code, "boolean keepsText(int type)", "false")
        .cases(
            element -> element.content().filter(all -> all.text() == Content.Text.KEPT).isPresent(),
            element -> "true");
    method(code, "boolean isValue(int type)", "false")
        .cases(element -> element.value().isPresent(), element -> "true");
    method(code, "void value(int type, Object bean, String text)", UNREACHABLE)
        .cases(
            element -> element.value().isPresent(),
            element -> bean(element) + "." + element.value().orElseThrow().getName() + "(text)");
    method(code, "boolean isComplete(int type, Object bean)", "true")
        .cases(element -> !element.required().isEmpty(), ElementsWriter::complete);
    roots(code);
    declared(code);
    return code.toString();
  }

  private static String complete(ElementType element) {
    return "%s.isComplete%s(%s)"
        .formatted(className(element.type()), element.type().getSimpleName(), bean(element));
  }

  private int number(Class<?> type) {
    return Objects.requireNonNull(numbers.get(type));
  }

  private static String bean(ElementType element) {
    return "((" + element.type().getName() + ") bean)";
  }

  private static String call(ElementType element, String method, String bean, String rest) {
    return "%s.%s%s(%s%s)"
        .formatted(
            className(element.type()),
            method,
            element.type().getSimpleName(),
            bean.isEmpty() ? "" : "(" + element.type().getName() + ") bean, ",
            rest);
  }

  /** Elements that may stand where any may. */
  private void roots(StringBuilder code) {
    SortedMap<String, SortedMap<String, String>> namespaces = new TreeMap<>();
    for (ElementType element : model.types()) {
      root(namespaces, element.namespace(), element.name(), number(element.type()));
    }
    for (int i = 0; i < model.declared().size(); i++) {
      AnnotatedModel.Declared element = model.declared().get(i);
      Class<?> type = element.factory().getParameterTypes()[0];
      int number = type == List.class ? 0 : number(type);
      root(namespaces, element.namespace(), element.name(), (i + 1) << 16 | number);
    }
    code.append("  static int root(String namespace, String name) {\n");
    code.append("    return switch (namespace) {\n");
    namespaces.forEach(
        (namespace, names) -> {
          code.append("      case \"%s\" -> switch (name) {\n".formatted(namespace));
          names.forEach(
              (name, packed) ->
                  code.append("        case \"%s\" -> %s;\n".formatted(name, packed)));
          code.append("        default -> -1;\n      };\n");
        });
    code.append("      default -> -1;\n    };\n  }\n\n");
  }

  private static void root(
      SortedMap<String, SortedMap<String, String>> namespaces,
      String namespace,
      String name,
      int packed) {
    String earlier =
        namespaces
            .computeIfAbsent(namespace, key -> new TreeMap<>())
            .put(name, "0x" + Integer.toHexString(packed));
    if (earlier != null) {
      throw new UnknownMappingException("two classes stand for the element " + name);
    }
  }

  private void declared(StringBuilder code) {
    code.append("  static Object declared(int declaration, Object bean) {\n");
    code.append("    return switch (declaration) {\n");
    for (int i = 0; i < model.declared().size(); i++) {
      Method factory = model.declared().get(i).factory();
      String argument =
          factory.getGenericParameterTypes()[0] instanceof ParameterizedType list
              ? "Values.%s((String) bean)"
                  .formatted(Conversions.ofItems((Class<?>) list.getActualTypeArguments()[0]))
              : "(%s) bean".formatted(factory.getParameterTypes()[0].getName());
      code.append(
          "      case %d -> new %s().%s(%s);\n"
              .formatted(
                  i + 1, factory.getDeclaringClass().getName(), factory.getName(), argument));
    }
    code.append("      default -> bean;\n    };\n  }\n\n");
  }

  private Switch method(StringBuilder code, String signature, String otherwise) {
    return (wanted, result) -> {
      boolean returns = !signature.startsWith("void");
      code.append("  static ").append(signature).append(" {\n");
      code.append(returns ? "    return switch (type) {\n" : "    switch (type) {\n");
      model.types().stream()
          .filter(wanted)
          .forEach(
              element ->
                  code.append(
                      "      case %d -> %s;\n"
                          .formatted(number(element.type()), result.apply(element))));
      code.append("      default -> ")
          .append(otherwise)
          .append(otherwise.equals(NOTHING) ? "\n" : ";\n");
      code.append(returns ? "    };\n  }\n\n" : "    }\n  }\n\n");
    };
  }

  private interface Switch {
    void cases(Predicate<ElementType> wanted, Function<ElementType, String> result);
  }
}
