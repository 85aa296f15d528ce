package io.slipway.tabular.form;

import io.slipway.tabular.flat.FlatReader;
import io.slipway.tabular.flat.FlatWriter;

/**
 * Distances of a row to some references: clusters' centers, training instances. Fields without a
 * value are left out, and the others made to count for more.
 */
public final class Distances implements Kept {
  /** How a field's value is compared with the reference's. */
  public enum Comparison {
    ABSOLUTE_DIFFERENCE,
    GAUSSIAN_SIMILARITY,
    /** 0 for the same, 1 for another. */
    DELTA,
    /** 1 for the same, 0 for another. */
    EQUAL
  }

  /** How the comparisons of the fields make a distance. */
  public enum Measure {
    EUCLIDEAN,
    SQUARED_EUCLIDEAN,
    CITY_BLOCK,
    CHEBYCHEV,
    MINKOWSKI
  }

  /**
   * A field.
   *
   * @param weight of its comparison
   * @param scale of a Gaussian similarity
   * @param share of the field among all when one has no value
   */
  public record Field(int slot, Comparison comparison, double weight, double scale, double share) {
    void write(FlatWriter out) {
      out.whole(slot);
      out.choice(comparison);
      out.real(weight);
      out.real(scale);
      out.real(share);
    }

    static Field read(FlatReader in) {
      return new Field(in.slot(), in.choice(Comparison.values()), in.real(), in.real(), in.real());
    }
  }

  private final Field[] fields;
  private final Measure measure;
  private final double power;
  private final double[][] references;
  private final int result;

  /**
   * @param power of a Minkowski distance
   * @param references a value for each field
   * @param result the first of as many slots as there are references
   */
  public Distances(
      java.util.List<Field> fields,
      Measure measure,
      double power,
      java.util.List<double[]> references,
      int result) {
    this.fields = fields.toArray(Field[]::new);
    this.measure = measure;
    this.power =
        switch (measure) {
          case EUCLIDEAN, SQUARED_EUCLIDEAN -> 2;
          case CITY_BLOCK, CHEBYCHEV -> 1;
          case MINKOWSKI -> power;
        };
    this.references = references.toArray(double[][]::new);
    this.result = result;
  }

  @Override
  public void run(Frame frame, int rows) {
    double[] v = frame.numbers();
    for (int row = 0, at = 0; row < rows; row++, at += frame.width()) {
      double adjustment = adjustment(v, at);
      for (int i = 0; i < references.length; i++) {
        v[at + result + i] =
            !Double.isNaN(adjustment) ? distance(v, at, references[i], adjustment) : adjustment;
      }
    }
  }

  /** By how much the fields that have a value count for more; a failure where none has one. */
  private double adjustment(double[] v, int row) {
    double all = 0;
    double there = 0;
    for (Field field : fields) {
      double x = v[row + field.slot];
      if (Values.isFailed(x)) {
        return x;
      }
      all += field.share;
      if (!Values.isMissing(x)) {
        there += field.share;
      }
    }
    return there == 0 ? Values.FAILED : all / there;
  }

  private double distance(double[] v, int row, double[] reference, double adjustment) {
    double sum = 0;
    double largest = -Double.MAX_VALUE;
    for (int i = 0; i < fields.length; i++) {
      double x = v[row + fields[i].slot];
      if (Values.isMissing(x)) {
        continue;
      }
      double difference = raised(compare(fields[i], x, reference[i])) * fields[i].weight;
      sum += difference;
      largest = Math.max(largest, difference);
    }
    return switch (measure) {
      case SQUARED_EUCLIDEAN, CITY_BLOCK -> sum * adjustment;
      case EUCLIDEAN -> Math.pow(sum * adjustment, 0.5);
      case MINKOWSKI ->
          power > 0 ? Math.pow(sum * adjustment, 1 / power) : Math.exp(sum * adjustment);
      case CHEBYCHEV -> largest * adjustment;
    };
  }

  private double raised(double difference) {
    return power == 2
        ? difference * difference
        : power == 1 ? difference : Math.pow(difference, power);
  }

  private static double compare(Field field, double x, double reference) {
    return switch (field.comparison) {
      case ABSOLUTE_DIFFERENCE -> Math.abs(x - reference);
      case GAUSSIAN_SIMILARITY -> {
        double difference = x - reference;
        yield Math.exp((-Math.log(2) * difference * difference) / (field.scale * field.scale));
      }
      case DELTA -> x == reference ? 0 : 1;
      case EQUAL -> x == reference ? 1 : 0;
    };
  }

  @Override
  public void write(FlatWriter out) {
    out.whole(fields.length);
    for (Field field : fields) {
      field.write(out);
    }
    out.choice(measure);
    out.real(power);
    out.whole(references.length);
    for (double[] reference : references) {
      out.reals(reference);
    }
    out.whole(result);
  }

  public static Distances read(FlatReader in) {
    java.util.List<Field> fields = in.list(Integer.BYTES, () -> Field.read(in));
    Measure measure = in.choice(Measure.values());
    double power = in.real();
    java.util.List<double[]> references = in.list(Integer.BYTES, () -> in.reals(fields.size()));
    return new Distances(fields, measure, power, references, in.slots(references.size()));
  }
}
