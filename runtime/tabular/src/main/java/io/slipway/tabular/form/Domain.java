package io.slipway.tabular.form;

import io.slipway.tabular.flat.FlatReader;
import io.slipway.tabular.flat.FlatWriter;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/**
 * What a field accepts and what becomes of the rest: missing, invalid and extreme values. Pure.
 *
 * @param missing values that stand for none
 * @param invalid values that are refused by name
 * @param valid the only values accepted, where there are any
 * @param ranges the ranges accepted, where there are any
 * @param whenMissing what becomes of no value
 * @param missingReplacement stands for no value
 * @param whenInvalid what becomes of a value that is not accepted
 * @param invalidReplacement stands for one that is not accepted, and kept
 * @param outliers what becomes of accepted values outside the bounds
 * @param low the lower bound, minus infinity for none
 * @param high the upper bound, infinity for none
 */
public record Domain(
    List<Double> missing,
    List<Double> invalid,
    List<Double> valid,
    List<Range> ranges,
    WhenMissing whenMissing,
    OptionalDouble missingReplacement,
    WhenInvalid whenInvalid,
    OptionalDouble invalidReplacement,
    Outliers outliers,
    double low,
    double high) {

  /** What becomes of no value. */
  public enum WhenMissing {
    KEEP,
    REFUSE
  }

  /** What becomes of an invalid value. */
  public enum WhenInvalid {
    REFUSE,
    KEEP,
    MISSING
  }

  /** What becomes of an extreme value. */
  public enum Outliers {
    KEEP,
    MISSING,
    CLAMP
  }

  /** A range of numbers; an open end excludes its bound. */
  public record Range(double lower, End lowerEnd, double upper, End upperEnd) {
    /** Whether a bound belongs to its range. */
    public enum End {
      CLOSED,
      OPEN
    }

    boolean contains(double value) {
      return (lowerEnd == End.CLOSED ? value >= lower : value > lower)
          && (upperEnd == End.CLOSED ? value <= upper : value < upper);
    }

    void write(FlatWriter out) {
      out.real(lower);
      out.choice(lowerEnd);
      out.real(upper);
      out.choice(upperEnd);
    }

    static Range read(FlatReader in) {
      return new Range(in.real(), in.choice(End.values()), in.real(), in.choice(End.values()));
    }
  }

  public Domain {
    missing = List.copyOf(missing);
    invalid = List.copyOf(invalid);
    valid = List.copyOf(valid);
    ranges = List.copyOf(ranges);
  }

  /** Takes any value, and none. */
  public static Domain any() {
    return new Domain(
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        WhenMissing.KEEP,
        OptionalDouble.empty(),
        WhenInvalid.KEEP,
        OptionalDouble.empty(),
        Outliers.KEEP,
        Double.NEGATIVE_INFINITY,
        Double.POSITIVE_INFINITY);
  }

  /** Whether a value that is not accepted may be handed on: as it is, or as a replacement. */
  public boolean keepsInvalid() {
    boolean keepsAsItIs = whenInvalid == WhenInvalid.KEEP && invalidReplacement.isEmpty();
    boolean restricts = !(invalid.isEmpty() && valid.isEmpty() && ranges.isEmpty());
    return (restricts && keepsAsItIs)
        || isRefused(missingReplacement)
        || isRefused(invalidReplacement);
  }

  private boolean isRefused(OptionalDouble replacement) {
    if (replacement.isEmpty()) {
      return false;
    }
    double value = replacement.getAsDouble();
    return invalid.contains(value)
        || (!valid.isEmpty() && !valid.contains(value))
        || (!ranges.isEmpty() && ranges.stream().noneMatch(range -> range.contains(value)));
  }

  /** Compiled, for many values. */
  public Check compile() {
    return new Check(this);
  }

  /** A domain in flat arrays. */
  public static final class Check {
    private final CodeSet missing;
    private final CodeSet invalid;
    private final CodeSet valid;
    private final boolean listsValid;
    private final Range[] ranges;
    private final Domain domain;
    private final double missingReplacement;

    private Check(Domain domain) {
      this.domain = domain;
      missing = set(domain.missing);
      invalid = set(domain.invalid);
      valid = set(domain.valid);
      listsValid = !domain.valid.isEmpty();
      ranges = domain.ranges.toArray(Range[]::new);
      missingReplacement =
          domain.whenMissing == WhenMissing.REFUSE
              ? Values.FAILED
              : domain.missingReplacement.orElse(Values.MISSING);
    }

    private static CodeSet set(List<Double> members) {
      return new CodeSet(members.stream().mapToDouble(Double::doubleValue).toArray());
    }

    /** What was compiled. */
    public Domain domain() {
      return domain;
    }

    /** Whether every number goes on as it is. */
    public boolean takesAnyNumber() {
      return domain.missing.isEmpty()
          && domain.invalid.isEmpty()
          && !listsValid
          && ranges.length == 0
          && domain.outliers == Outliers.KEEP;
    }

    /** The value to go on with; {@link Values#FAILED} where the domain refuses the one given. */
    public double apply(double value) {
      if (Double.isNaN(value)) {
        return Values.isFailed(value) ? value : missingReplacement;
      }
      if (missing.contains(value)) {
        return missingReplacement;
      }
      if (invalid.contains(value) || (listsValid && !valid.contains(value)) || !inRanges(value)) {
        return invalid(value);
      }
      return switch (domain.outliers) {
        case KEEP -> value;
        case MISSING -> value < domain.low || value > domain.high ? replacementOfMissing() : value;
        case CLAMP -> Math.min(Math.max(value, domain.low), domain.high);
      };
    }

    /** As {@link #apply}, of a value that is none of the field's type. */
    public double applyToUnfit() {
      return switch (domain.whenInvalid) {
        case REFUSE -> Values.FAILED;
        case KEEP -> domain.invalidReplacement.orElse(Values.FAILED);
        case MISSING -> replacementOfMissing();
      };
    }

    private boolean inRanges(double value) {
      if (ranges.length == 0) {
        return true;
      }
      for (Range range : ranges) {
        if (range.contains(value)) {
          return true;
        }
      }
      return false;
    }

    private double invalid(double value) {
      return switch (domain.whenInvalid) {
        case REFUSE -> Values.FAILED;
        case KEEP -> domain.invalidReplacement.orElse(value);
        case MISSING -> replacementOfMissing();
      };
    }

    /** A value that is taken for missing has its replacement even where none is refused. */
    private double replacementOfMissing() {
      return domain.missingReplacement.orElse(Values.MISSING);
    }
  }

  public void write(FlatWriter out) {
    out.reals(array(missing));
    out.reals(array(invalid));
    out.reals(array(valid));
    out.whole(ranges.size());
    ranges.forEach(range -> range.write(out));
    out.choice(whenMissing);
    write(missingReplacement, out);
    out.choice(whenInvalid);
    write(invalidReplacement, out);
    out.choice(outliers);
    out.real(low);
    out.real(high);
  }

  public static Domain read(FlatReader in) {
    return new Domain(
        list(in.reals()),
        list(in.reals()),
        list(in.reals()),
        in.list(Double.BYTES, () -> Range.read(in)),
        in.choice(WhenMissing.values()),
        optional(in),
        in.choice(WhenInvalid.values()),
        optional(in),
        in.choice(Outliers.values()),
        in.real(),
        in.real());
  }

  private static double[] array(List<Double> numbers) {
    return numbers.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static List<Double> list(double[] numbers) {
    return Arrays.stream(numbers).boxed().toList();
  }

  private static void write(OptionalDouble number, FlatWriter out) {
    out.flag(number.isPresent());
    out.real(number.orElse(0));
  }

  private static OptionalDouble optional(FlatReader in) {
    boolean present = in.flag();
    double number = in.real();
    return present ? OptionalDouble.of(number) : OptionalDouble.empty();
  }
}
