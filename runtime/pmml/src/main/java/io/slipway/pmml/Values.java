package io.slipway.pmml;

import jakarta.xml.bind.DatatypeConverter;
import java.util.ArrayList;
import java.util.List;
import org.dmg.pmml.ComplexScoreDistribution;
import org.dmg.pmml.ScoreDistribution;
import org.dmg.pmml.adapters.FieldNameAdapter;
import org.dmg.pmml.adapters.NodeAdapter;
import org.dmg.pmml.adapters.NonNegativeIntegerAdapter;
import org.dmg.pmml.adapters.NumberAdapter;
import org.dmg.pmml.adapters.PercentageNumberAdapter;
import org.dmg.pmml.adapters.PositiveIntegerAdapter;
import org.dmg.pmml.adapters.ProbabilityNumberAdapter;
import org.dmg.pmml.adapters.ScoreDistributionAdapter;
import org.dmg.pmml.tree.ComplexNode;
import org.dmg.pmml.tree.Node;
import org.jspecify.annotations.Nullable;

/**
 * What the generated {@link Elements} make of text, as JPMML's adapters for JAXB do.
 *
 * <p>Text that is no value ends in an {@link IllegalArgumentException}, except where a schema lists
 * the words: there JAXB takes the attribute for absent, and so does this.
 */
final class Values {
  private static final FieldNameAdapter FIELD_NAMES = new FieldNameAdapter();
  private static final NodeAdapter NODES = new NodeAdapter();
  private static final ScoreDistributionAdapter SCORE_DISTRIBUTIONS =
      new ScoreDistributionAdapter();

  private Values() {}

  static String fieldName(String text) {
    return FIELD_NAMES.unmarshal(text);
  }

  static Integer integer(String text) {
    return DatatypeConverter.parseInt(text);
  }

  static Integer nonNegativeInteger(String text) {
    Integer value = integer(text);
    require(NonNegativeIntegerAdapter.isValid(value), text);
    return value;
  }

  static Integer positiveInteger(String text) {
    Integer value = integer(text);
    require(PositiveIntegerAdapter.isValid(value), text);
    return value;
  }

  /**
   * An {@link Integer} where the text has only digits, signs and blanks, or else a {@link Double}.
   * JPMML's own adapter tries an integer first, and pays with an exception for every fraction.
   */
  static Number real(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c < '0' || c > '9') && c != '-' && c != '+' && !isBlank(c)) {
        return DatatypeConverter.parseDouble(text);
      }
    }
    return DatatypeConverter.parseInt(text);
  }

  static Number number(String text) {
    Number value = real(text);
    require(NumberAdapter.isValid(value), text);
    return value;
  }

  static Number percentage(String text) {
    Number value = number(text);
    require(PercentageNumberAdapter.isValid(value), text);
    return value;
  }

  static Number probability(String text) {
    Number value = number(text);
    require(ProbabilityNumberAdapter.isValid(value), text);
    return value;
  }

  static Double real64(String text) {
    return DatatypeConverter.parseDouble(text);
  }

  static @Nullable Boolean bool(String text) {
    return switch (text.strip()) {
      case "true", "1" -> Boolean.TRUE;
      case "false", "0" -> Boolean.FALSE;
      default -> null;
    };
  }

  static List<Integer> integers(String text) {
    List<Integer> values = new ArrayList<>();
    for (String word : words(text)) {
      values.add(DatatypeConverter.parseInt(word));
    }
    return values;
  }

  static List<Double> doubles(String text) {
    List<Double> values = new ArrayList<>();
    for (String word : words(text)) {
      values.add(DatatypeConverter.parseDouble(word));
    }
    return values;
  }

  /** An element that comes a second time takes the first one's place. */
  static <T> void refill(List<T> list, List<T> values) {
    list.clear();
    list.addAll(values);
  }

  static Node node(Object element) {
    return NODES.unmarshal((ComplexNode) element);
  }

  static ScoreDistribution scoreDistribution(Object element) {
    return SCORE_DISTRIBUTIONS.unmarshal((ComplexScoreDistribution) element);
  }

  private static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    int start = 0;
    for (int i = 0; i <= text.length(); i++) {
      if (i == text.length() || isBlank(text.charAt(i))) {
        if (i > start) {
          words.add(text.substring(start, i));
        }
        start = i + 1;
      }
    }
    return words;
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
  }

  private static void require(boolean valid, String text) {
    if (!valid) {
      throw new IllegalArgumentException(text);
    }
  }
}
