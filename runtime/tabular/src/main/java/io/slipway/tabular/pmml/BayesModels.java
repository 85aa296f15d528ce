package io.slipway.tabular.pmml;

import io.slipway.scoring.ModelLoadException;
import io.slipway.tabular.form.Bayes;
import io.slipway.tabular.form.Link;
import io.slipway.tabular.form.Normalize;
import io.slipway.tabular.form.Precision;
import io.slipway.tabular.xml.Element;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Lowers a naive Bayes model: counts become logarithms of likelihoods. */
final class BayesModels {
  private static final double ZERO = 1e-8;

  private final Element model;
  private final ModelScope scope;
  private final Assembler assembler;
  private final TargetField target;
  private final List<Double> codes = new ArrayList<>();

  private BayesModels(Element model, ModelScope scope) throws ModelLoadException {
    this.model = model;
    this.scope = scope;
    this.assembler = scope.assembler();
    this.target = TargetField.of(model, scope);
  }

  static Prediction lower(Element model, ModelScope scope) throws ModelLoadException {
    return new BayesModels(model, scope).lower();
  }

  private Prediction lower() throws ModelLoadException {
    double threshold = model.number("threshold");
    List<Element> counts =
        model.requireChild("BayesOutput").requireChild("TargetValueCounts").children();
    double[] priors = new double[counts.size()];
    for (int i = 0; i < priors.length; i++) {
      Element count = counts.get(i);
      codes.add(assembler.code(target.type(), count.require("value"), count));
      priors[i] = Math.log(count.number("count"));
    }
    if (codes.size() < 2) {
      throw model.invalid("it tells fewer than two categories apart");
    }
    List<Bayes.Likelihood> likelihoods = new ArrayList<>();
    for (Element input : model.requireChild("BayesInputs").children()) {
      likelihoods.add(likelihood(input, threshold));
    }
    int first = assembler.slots(codes.size());
    assembler.add(new Bayes(priors, likelihoods, first));
    assembler.add(
        new Normalize(Normalize.Method.SOFTMAX, Link.NONE, Precision.DOUBLE, first, codes.size()));
    return Prediction.of(target.likeliest(codes, first, assembler));
  }

  private Bayes.Likelihood likelihood(Element input, double threshold) throws ModelLoadException {
    input.allow("TargetValueStats", "PairCounts");
    String name = input.has("fieldName") ? input.require("fieldName") : input.require("field");
    Variable field = scope.resolve(name, input);
    Optional<Element> stats = input.child("TargetValueStats");
    return stats.isPresent()
        ? gaussian(stats.get(), field, threshold)
        : counted(input, field, threshold);
  }

  private Bayes.Likelihood gaussian(Element stats, Variable field, double threshold)
      throws ModelLoadException {
    if (!field.type().isQuantity()) {
      throw stats.unsupported("the field is no number");
    }
    double[] mean = new double[codes.size()];
    double[] variance = new double[codes.size()];
    java.util.Arrays.fill(variance, Double.NaN);
    for (Element stat : stats.children()) {
      stat.allow("GaussianDistribution");
      Element distribution = stat.requireChild("GaussianDistribution");
      int category = category(stat);
      mean[category] = distribution.number("mean");
      variance[category] = distribution.number("variance");
      if (!(variance[category] > 0)) {
        throw distribution.invalid("its variance is not above 0");
      }
    }
    for (double each : variance) {
      if (Double.isNaN(each)) {
        throw stats.unsupported("a category has no distribution");
      }
    }
    return new Bayes.Gaussian(field.slot(), threshold, mean, variance);
  }

  private Bayes.Likelihood counted(Element input, Variable field, double threshold)
      throws ModelLoadException {
    List<Element> pairs = input.children("PairCounts");
    double[] values = new double[pairs.size()];
    List<double[]> counts = new ArrayList<>();
    double[] sums = new double[codes.size()];
    for (int i = 0; i < values.length; i++) {
      Element pair = pairs.get(i);
      values[i] = assembler.code(field.type(), pair.require("value"), pair);
      double[] row = new double[codes.size()];
      java.util.Arrays.fill(row, Double.NaN);
      for (Element count : pair.requireChild("TargetValueCounts").children()) {
        int category = category(count);
        row[category] = count.number("count");
        sums[category] += row[category];
      }
      counts.add(row);
    }
    for (double[] row : counts) {
      for (int category = 0; category < row.length; category++) {
        double count = row[category];
        row[category] =
            Double.isNaN(count)
                ? 0 // says nothing
                : Math.log(Math.abs(count) <= ZERO ? threshold : count / sums[category]);
      }
    }
    return new Bayes.Counted(field.slot(), values, counts);
  }

  private int category(Element element) throws ModelLoadException {
    int index = codes.indexOf(assembler.code(target.type(), element.require("value"), element));
    if (index < 0) {
      throw element.unsupported("its value is no category of BayesOutput");
    }
    return index;
  }
}
