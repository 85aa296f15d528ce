package io.slipway.pmml;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.xml.bind.annotation.XmlAttribute;
import jakarta.xml.bind.annotation.XmlElement;
import jakarta.xml.bind.annotation.XmlElements;
import jakarta.xml.bind.annotation.XmlEnumValue;
import jakarta.xml.bind.annotation.XmlRootElement;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jpmml.model.JAXBUtil;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every element of PMML, with each attribute and each element that it may hold. */
class EveryElementTest {
  @TempDir Path folder;

  static Stream<Class<?>> elements() {
    return Arrays.stream(JAXBUtil.getObjectFactoryClasses())
        .flatMap(factory -> Arrays.stream(factory.getMethods()))
        .filter(method -> method.getName().startsWith("create") && method.getParameterCount() == 0)
        .map(Method::getReturnType);
  }

  @ParameterizedTest
  @MethodSource("elements")
  void anElementIsReadWithAllThatItMayHold(Class<?> element) throws Exception {
    XmlRootElement root = element.getAnnotation(XmlRootElement.class);
    StringBuilder document = new StringBuilder();
    for (String attributes : attributes(element)) {
      document.append("<%s xmlns='%s' %s/>\n".formatted(root.name(), root.namespace(), attributes));
    }
    for (String child : children(element)) {
      document.append("<%s><%s/><%s/></%s>\n".formatted(root.name(), child, child, root.name()));
    }
    Path file =
        Files.writeString(
            folder.resolve("document.pmml"),
            """
            <PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4">
              <Header><Extension>%s</Extension></Header>
            </PMML>
            """
                .formatted(document));

    assertThat(XmlReaderTest.differenceIn(file)).as(document.toString()).isEmpty();
  }

  /** Each attribute with values of its type, each word of an enum one of them. */
  private static List<String> attributes(Class<?> element) {
    List<String> attributes = new ArrayList<>(List.of(""));
    for (Field field : fields(element)) {
      XmlAttribute attribute = field.getAnnotation(XmlAttribute.class);
      if (attribute != null) {
        values(field.getType()).forEach(v -> attributes.add(attribute.name() + "='" + v + "'"));
      }
    }
    return attributes;
  }

  private static List<String> values(Class<?> type) {
    if (type.isEnum()) {
      return Stream.concat(
              Arrays.stream(type.getFields())
                  .filter(field -> field.isAnnotationPresent(XmlEnumValue.class))
                  .map(field -> field.getAnnotation(XmlEnumValue.class).value()),
              Stream.of("another"))
          .toList();
    }
    return type == Boolean.class
        ? List.of("true", "false", "1", "0", "maybe")
        : type == Integer.class ? List.of("1", " +2 ") : List.of("1", "0.5", "0");
  }

  private static List<String> children(Class<?> element) {
    List<String> children = new ArrayList<>();
    for (Field field : fields(element)) {
      XmlElements several = field.getAnnotation(XmlElements.class);
      XmlElement one = field.getAnnotation(XmlElement.class);
      Stream.of(several == null ? new XmlElement[0] : several.value())
          .forEach(child -> children.add(child.name()));
      if (one != null) {
        children.add(one.name());
      }
    }
    return children;
  }

  private static List<Field> fields(Class<?> element) {
    List<Field> fields = new ArrayList<>();
    for (Class<?> level = element; level != Object.class; level = level.getSuperclass()) {
      fields.addAll(Arrays.asList(level.getDeclaredFields()));
    }
    return fields;
  }
}
