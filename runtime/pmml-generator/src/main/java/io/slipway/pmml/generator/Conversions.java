package io.slipway.pmml.generator;

import io.slipway.pmml.generator.ElementType.Conversion;
import jakarta.xml.bind.annotation.adapters.XmlJavaTypeAdapter;
import java.lang.reflect.Field;
import java.util.Map;
import java.util.Optional;
import org.dmg.pmml.adapters.FieldNameAdapter;
import org.dmg.pmml.adapters.IntegerAdapter;
import org.dmg.pmml.adapters.NodeAdapter;
import org.dmg.pmml.adapters.NonNegativeIntegerAdapter;
import org.dmg.pmml.adapters.NumberAdapter;
import org.dmg.pmml.adapters.ObjectAdapter;
import org.dmg.pmml.adapters.PercentageNumberAdapter;
import org.dmg.pmml.adapters.PositiveIntegerAdapter;
import org.dmg.pmml.adapters.ProbabilityNumberAdapter;
import org.dmg.pmml.adapters.RealNumberAdapter;
import org.dmg.pmml.adapters.ScoreDistributionAdapter;

/** The methods of {@code io.slipway.pmml.Values} that do what JAXB's adapters of JPMML do. */
final class Conversions {
  private static final Map<Class<?>, String> ADAPTERS =
      Map.of(
          FieldNameAdapter.class, "fieldName",
          IntegerAdapter.class, "integer",
          NonNegativeIntegerAdapter.class, "nonNegativeInteger",
          PositiveIntegerAdapter.class, "positiveInteger",
          NumberAdapter.class, "number",
          PercentageNumberAdapter.class, "percentage",
          ProbabilityNumberAdapter.class, "probability",
          RealNumberAdapter.class, "real");

  private static final Map<Class<?>, String> ELEMENT_ADAPTERS =
      Map.of(NodeAdapter.class, "node", ScoreDistributionAdapter.class, "scoreDistribution");

  private static final Map<Class<?>, String> ITEMS =
      Map.of(Integer.class, "integers", Double.class, "doubles");

  private Conversions() {}

  @SuppressWarnings("unchecked")
  static Conversion ofAttribute(Field field) {
    XmlJavaTypeAdapter adapter = field.getAnnotation(XmlJavaTypeAdapter.class);
    Class<?> type = field.getType();
    if (adapter != null) {
      return adapter.value() == ObjectAdapter.class
          ? new Conversion.Text()
          : new Conversion.Call(known(ADAPTERS, adapter.value(), field));
    }
    if (type.isEnum()) {
      return new Conversion.Words((Class<? extends Enum<?>>) type);
    }
    if (type == String.class) {
      return new Conversion.Text();
    }
    return new Conversion.Call(
        known(Map.of(Boolean.class, "bool", Double.class, "real64"), type, field));
  }

  /** What makes an element's object another before it goes to where it belongs. */
  static Optional<String> ofElement(Class<?> item) {
    XmlJavaTypeAdapter adapter = item.getAnnotation(XmlJavaTypeAdapter.class);
    return adapter == null
        ? Optional.empty()
        : Optional.of(known(ELEMENT_ADAPTERS, adapter.value(), item));
  }

  /** What makes a list of an element's text. */
  static String ofItems(Class<?> item) {
    return known(ITEMS, item, item);
  }

  private static String known(Map<Class<?>, String> methods, Class<?> key, Object where) {
    String method = methods.get(key);
    if (method == null) {
      throw new UnknownMappingException(where + ": how " + key + " is read is not known");
    }
    return method;
  }
}
