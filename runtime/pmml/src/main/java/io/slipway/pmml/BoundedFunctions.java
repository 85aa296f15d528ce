package io.slipway.pmml;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dmg.pmml.PMMLFunctions;
import org.jpmml.evaluator.EvaluationException;
import org.jpmml.evaluator.FieldValue;
import org.jpmml.evaluator.FieldValueUtil;
import org.jpmml.evaluator.Function;
import org.jpmml.evaluator.FunctionRegistry;
import org.jpmml.evaluator.Functions;
import org.jpmml.evaluator.RegExUtil;
import org.jpmml.evaluator.TypeInfos;

/**
 * PMML's text functions, bounded in what one call may cost. JPMML's own run a regular expression
 * for as long as it takes, and build texts of any length. JPMML's built-in names cannot be given
 * another meaning, so these have names of their own, and {@link FunctionNames} makes documents call
 * them.
 */
final class BoundedFunctions {
  private static final String PREFIX = "slipway:";

  /** Characters one call may produce. */
  static final int TEXT_LENGTH = 1 << 20;

  /** Width and precision in a number format: two or three digits each. */
  private static final Pattern WIDE = Pattern.compile("\\d{4,}");

  private static final Map<String, Function> BY_PMML_NAME =
      Stream.of(
              new Bounded(PMMLFunctions.MATCHES) {
                @Override
                Object call(List<String> texts, List<FieldValue> arguments) {
                  arity(arguments, 2);
                  return RegExUtil.compile(texts.get(1), null)
                      .matcher(new BoundedText(texts.get(0)))
                      .find();
                }
              },
              new Bounded(PMMLFunctions.REPLACE) {
                @Override
                Object call(List<String> texts, List<FieldValue> arguments) {
                  arity(arguments, 3);
                  return Replacement.of(
                      RegExUtil.compile(texts.get(1), null), texts.get(0), texts.get(2));
                }
              },
              new Bounded(PMMLFunctions.FORMATNUMBER) {
                @Override
                Object call(List<String> texts, List<FieldValue> arguments) {
                  arity(arguments, 2);
                  String pattern = texts.get(1);
                  if (WIDE.matcher(pattern).find()) {
                    throw new EvaluationException(
                        "formatNumber: the pattern \""
                            + pattern
                            + "\" asks for 1000 or more places");
                  }
                  return FieldValueUtil.getValue(Functions.FORMAT_NUMBER.evaluate(arguments));
                }
              },
              new Bounded(PMMLFunctions.CONCAT) {
                @Override
                public FieldValue evaluate(List<FieldValue> arguments) {
                  long length =
                      arguments.stream()
                          .filter(value -> !FieldValueUtil.isMissing(value))
                          .mapToLong(value -> value.asString().length())
                          .sum();
                  checkLength("concat", length);
                  return Functions.CONCAT.evaluate(arguments);
                }

                @Override
                Object call(List<String> texts, List<FieldValue> arguments) {
                  throw new AssertionError("evaluate does not come here");
                }
              })
          .collect(Collectors.toUnmodifiableMap(Bounded::getName, function -> function));

  static {
    BY_PMML_NAME.forEach((name, function) -> FunctionRegistry.putFunction(PREFIX + name, function));
  }

  private BoundedFunctions() {}

  /** The name a document is to call a built-in function by: its own, or that of the bounded one. */
  static String nameOf(String builtIn) {
    return BY_PMML_NAME.containsKey(builtIn) ? PREFIX + builtIn : builtIn;
  }

  static void checkLength(String function, long length) {
    if (length > TEXT_LENGTH) {
      throw new EvaluationException(
          "%s: the result would be %d characters long, more than %d"
              .formatted(function, length, TEXT_LENGTH));
    }
  }

  /** A function of texts. A missing argument is an error, as in JPMML's own. */
  private abstract static class Bounded implements Function {
    private final String name;

    Bounded(String name) {
      this.name = name;
    }

    abstract Object call(List<String> texts, List<FieldValue> arguments);

    @Override
    public String getName() {
      return name;
    }

    @Override
    public FieldValue evaluate(List<FieldValue> arguments) {
      if (arguments.stream().anyMatch(FieldValueUtil::isMissing)) {
        throw new EvaluationException(name + ": an argument is missing");
      }
      Object result = call(arguments.stream().map(FieldValue::asString).toList(), arguments);
      return FieldValueUtil.create(
          result instanceof Boolean ? TypeInfos.CATEGORICAL_BOOLEAN : TypeInfos.CATEGORICAL_STRING,
          result);
    }

    void arity(List<FieldValue> arguments, int expected) {
      if (arguments.size() != expected) {
        throw new EvaluationException(
            "%s takes %d arguments, not %d".formatted(name, expected, arguments.size()));
      }
    }
  }
}
