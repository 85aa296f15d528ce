package io.slipway.pmml.generator;

import io.slipway.pmml.generator.ElementType.Attribute;
import io.slipway.pmml.generator.ElementType.Child;
import io.slipway.pmml.generator.ElementType.Content;
import io.slipway.pmml.generator.ElementType.Destination;
import io.slipway.pmml.generator.ElementType.Named;
import jakarta.xml.bind.annotation.XmlAnyElement;
import jakarta.xml.bind.annotation.XmlAttribute;
import jakarta.xml.bind.annotation.XmlElement;
import jakarta.xml.bind.annotation.XmlElementDecl;
import jakarta.xml.bind.annotation.XmlElementRef;
import jakarta.xml.bind.annotation.XmlElementRefs;
import jakarta.xml.bind.annotation.XmlElements;
import jakarta.xml.bind.annotation.XmlList;
import jakarta.xml.bind.annotation.XmlMixed;
import jakarta.xml.bind.annotation.XmlRootElement;
import jakarta.xml.bind.annotation.XmlTransient;
import jakarta.xml.bind.annotation.XmlValue;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jpmml.model.JAXBUtil;

/**
 * What JPMML's annotations say about elements, read by JAXB's rules so far as JPMML uses them.
 *
 * @param types every class that stands for an element, by its name
 * @param declared elements that are declared without a class of their own: they stand in place of
 *     any, as a {@code JAXBElement}
 */
record AnnotatedModel(List<ElementType> types, List<Declared> declared) {

  /**
   * An element without a class of its own.
   *
   * @param factory of the {@code JAXBElement}
   */
  record Declared(String namespace, String name, Method factory) {}

  /** What the factories of JPMML make. */
  static AnnotatedModel ofJpmml() {
    SortedMap<String, ElementType> types = new TreeMap<>();
    List<Declared> declared = new ArrayList<>();
    for (Class<?> factory : JAXBUtil.getObjectFactoryClasses()) {
      for (Method method : factory.getMethods()) {
        if (method.isAnnotationPresent(XmlElementDecl.class)) {
          XmlElementDecl element = method.getAnnotation(XmlElementDecl.class);
          declared.add(new Declared(element.namespace(), element.name(), method));
        } else if (method.getName().startsWith("create") && method.getParameterCount() == 0) {
          Class<?> type = method.getReturnType();
          types.put(type.getName(), read(type));
        }
      }
    }
    declared.sort(Comparator.comparing(Declared::name));
    return new AnnotatedModel(List.copyOf(types.values()), List.copyOf(declared));
  }

  static ElementType read(Class<?> type) {
    XmlRootElement root = type.getAnnotation(XmlRootElement.class);
    if (root == null) {
      throw new UnknownMappingException(type + " is no XmlRootElement");
    }
    List<Attribute> attributes = new ArrayList<>();
    List<Child> children = new ArrayList<>();
    Optional<Method> value = Optional.empty();
    Optional<Content> content = Optional.empty();
    List<Method> required = new ArrayList<>();
    for (Field field : fields(type)) {
      if (isRequired(field)) {
        required.add(Accessors.presence(type, field));
      }
      if (field.isAnnotationPresent(XmlAttribute.class)) {
        attributes.add(attribute(type, field));
      } else if (field.isAnnotationPresent(XmlElement.class)
          || field.isAnnotationPresent(XmlElements.class)) {
        children.add(child(type, field));
      } else if (field.isAnnotationPresent(XmlValue.class)) {
        value = Optional.of(Accessors.setter(type, field));
      } else if (field.isAnnotationPresent(XmlAnyElement.class)) {
        content = Optional.of(content(type, field));
      } else {
        throw new UnknownMappingException(field + " has no annotation that is known");
      }
    }
    return new ElementType(
        type, root.namespace(), root.name(), attributes, children, value, content, required);
  }

  /** By the rules of JPMML's {@code MissingMarkupInspector}. */
  private static boolean isRequired(Field field) {
    XmlAttribute attribute = field.getAnnotation(XmlAttribute.class);
    XmlElement element = field.getAnnotation(XmlElement.class);
    return (attribute != null && attribute.required()) || (element != null && element.required());
  }

  /** Those of a class and of the classes above it, which JAXB takes as its own. */
  private static List<Field> fields(Class<?> type) {
    List<Field> fields = new ArrayList<>();
    Class<?> above = type.getSuperclass();
    if (above != Object.class) {
      if (!above.isAnnotationPresent(XmlTransient.class)) {
        throw new UnknownMappingException(type + " extends " + above + ", which is an element too");
      }
      fields.addAll(fields(above));
    }
    Arrays.stream(type.getDeclaredFields())
        .filter(field -> !Modifier.isStatic(field.getModifiers()))
        .filter(field -> !Modifier.isTransient(field.getModifiers()))
        .filter(field -> !field.isAnnotationPresent(XmlTransient.class))
        .forEach(fields::add);
    return fields;
  }

  private static Attribute attribute(Class<?> type, Field field) {
    XmlAttribute attribute = field.getAnnotation(XmlAttribute.class);
    if (!attribute.namespace().equals("##default")) {
      throw new UnknownMappingException(field + " is an attribute with a namespace");
    }
    return new Attribute(
        attribute.name(), Accessors.setter(type, field), Conversions.ofAttribute(field));
  }

  private static Child child(Class<?> type, Field field) {
    XmlElements several = field.getAnnotation(XmlElements.class);
    List<XmlElement> elements =
        several == null ? List.of(field.getAnnotation(XmlElement.class)) : List.of(several.value());
    for (XmlElement element : elements) {
      if (element.nillable() || !element.defaultValue().equals("\u0000")) {
        throw new UnknownMappingException(field + " may be nil, or has a default");
      }
    }
    Class<?> item = field.getType() == List.class ? item(field) : field.getType();
    if (field.isAnnotationPresent(XmlList.class)) {
      return new Child(
          List.of(new Named(elements.get(0).name(), Optional.empty())),
          new Destination.Parse(Accessors.getter(type, field), Conversions.ofItems(item)));
    }
    List<Named> names =
        elements.stream()
            .map(
                element ->
                    new Named(
                        element.name(),
                        Optional.of(
                            element.type() == XmlElement.DEFAULT.class ? item : element.type())))
            .toList();
    Optional<String> adapter = Conversions.ofElement(item);
    return new Child(
        names,
        field.getType() == List.class
            ? new Destination.Add(Accessors.getter(type, field), item, adapter)
            : new Destination.Set(Accessors.setter(type, field), adapter));
  }

  private static Class<?> item(Field list) {
    if (list.getGenericType() instanceof ParameterizedType type
        && type.getActualTypeArguments()[0] instanceof Class<?> item) {
      return item;
    }
    throw new UnknownMappingException(list + " is a list of an unknown type");
  }

  /** Elements that are named besides may stand in place of any too, so nothing is added by them. */
  private static Content content(Class<?> type, Field field) {
    if (!field.getAnnotation(XmlAnyElement.class).lax()) {
      throw new UnknownMappingException(field + " takes elements that are not PMML's alone");
    }
    XmlElementRefs several = field.getAnnotation(XmlElementRefs.class);
    XmlElementRef one = field.getAnnotation(XmlElementRef.class);
    List<XmlElementRef> named = new ArrayList<>();
    if (several != null) {
      named.addAll(List.of(several.value()));
    } else if (one != null) {
      named.add(one);
    }
    for (XmlElementRef reference : named) {
      XmlRootElement root = reference.type().getAnnotation(XmlRootElement.class);
      if (root == null || !root.name().equals(reference.name())) {
        throw new UnknownMappingException(field + " names an element in a way of its own");
      }
    }
    return new Content(
        Accessors.getter(type, field),
        field.isAnnotationPresent(XmlMixed.class) ? Content.Text.KEPT : Content.Text.DROPPED);
  }
}
