package io.slipway.tabular.compiled;

import io.slipway.tabular.flat.FlatReader;
import io.slipway.tabular.flat.FlatWriter;
import io.slipway.tabular.form.AskNeighbors;
import io.slipway.tabular.form.AverageProbabilities;
import io.slipway.tabular.form.Bayes;
import io.slipway.tabular.form.Bins;
import io.slipway.tabular.form.CombineNumbers;
import io.slipway.tabular.form.CountTerms;
import io.slipway.tabular.form.CountVotes;
import io.slipway.tabular.form.Distances;
import io.slipway.tabular.form.Forest;
import io.slipway.tabular.form.Formula;
import io.slipway.tabular.form.Hazard;
import io.slipway.tabular.form.Kept;
import io.slipway.tabular.form.Kernels;
import io.slipway.tabular.form.Layer;
import io.slipway.tabular.form.LeadingProbabilities;
import io.slipway.tabular.form.Linear;
import io.slipway.tabular.form.Lookup;
import io.slipway.tabular.form.Mask;
import io.slipway.tabular.form.Mean;
import io.slipway.tabular.form.Median;
import io.slipway.tabular.form.NameNearest;
import io.slipway.tabular.form.Nearest;
import io.slipway.tabular.form.Normalize;
import io.slipway.tabular.form.Op;
import io.slipway.tabular.form.OpForms;
import io.slipway.tabular.form.Pick;
import io.slipway.tabular.form.Piecewise;
import io.slipway.tabular.form.Prepare;
import io.slipway.tabular.form.RadialLayer;
import io.slipway.tabular.form.RankReasons;
import io.slipway.tabular.form.Rescale;
import io.slipway.tabular.form.Similarities;
import io.slipway.tabular.form.TreeScores;
import io.slipway.tabular.form.WeighRules;
import io.slipway.tabular.form.Winner;
import io.slipway.tabular.tensor.Affine;
import io.slipway.tabular.tensor.Choice;
import io.slipway.tabular.tensor.Codes;
import io.slipway.tabular.tensor.Copy;
import io.slipway.tabular.tensor.Elementwise;
import io.slipway.tabular.tensor.Entries;
import io.slipway.tabular.tensor.Greatest;
import io.slipway.tabular.tensor.Imputation;
import io.slipway.tabular.tensor.LinearClasses;
import io.slipway.tabular.tensor.Mapping;
import io.slipway.tabular.tensor.Normalizing;
import io.slipway.tabular.tensor.Product;
import io.slipway.tabular.tensor.Reduction;
import io.slipway.tabular.tensor.Threshold;
import io.slipway.tabular.tensor.TreeClasses;
import io.slipway.tabular.tensor.TreeTargets;
import io.slipway.tabular.tensor.TwoClasses;
import java.util.List;
import java.util.function.Function;

/**
 * The ops that can be kept, each by its place in the list. Another list is another build's, which
 * reads no file of this one.
 */
final class Steps implements OpForms {
  private static final List<Step<?>> ALL =
      List.of(
          new Step<>(Prepare.class, Prepare::read),
          new Step<>(Formula.class, Formula::read),
          new Step<>(Mask.class, Mask::read),
          new Step<>(Mean.class, Mean::read),
          new Step<>(Piecewise.class, Piecewise::read),
          new Step<>(Bins.class, Bins::read),
          new Step<>(Lookup.class, Lookup::read),
          new Step<>(Linear.class, Linear::read),
          new Step<>(Normalize.class, Normalize::read),
          new Step<>(Pick.class, Pick::read),
          new Step<>(Forest.class, Forest::read),
          new Step<>(CombineNumbers.class, CombineNumbers::read),
          new Step<>(AverageProbabilities.class, AverageProbabilities::read),
          new Step<>(CountVotes.class, CountVotes::read),
          new Step<>(Hazard.class, Hazard::read),
          new Step<>(LeadingProbabilities.class, LeadingProbabilities::read),
          new Step<>(Median.class, Median::read),
          new Step<>(Winner.class, Winner::read),
          new Step<>(Rescale.class, Rescale::read),
          new Step<>(TreeScores.class, TreeScores::read),
          new Step<>(TreeTargets.class, TreeTargets::read),
          new Step<>(TreeClasses.class, TreeClasses::read),
          new Step<>(TwoClasses.class, TwoClasses::read),
          new Step<>(Product.class, Product::read),
          new Step<>(LinearClasses.class, LinearClasses::read),
          new Step<>(Affine.class, Affine::read),
          new Step<>(Choice.class, Choice::read),
          new Step<>(Codes.OneHot.class, Codes.OneHot::read),
          new Step<>(Copy.class, Copy::read),
          new Step<>(Greatest.class, Greatest::read),
          new Step<>(Imputation.class, Imputation::read),
          new Step<>(Mapping.class, Mapping::read),
          new Step<>(Normalizing.class, Normalizing::read),
          new Step<>(Reduction.class, Reduction::read),
          new Step<>(AskNeighbors.class, AskNeighbors::read),
          new Step<>(Bayes.class, Bayes::read),
          new Step<>(CountTerms.class, CountTerms::read),
          new Step<>(Distances.class, Distances::read),
          new Step<>(Kernels.class, Kernels::read),
          new Step<>(Layer.class, Layer::read),
          new Step<>(NameNearest.class, NameNearest::read),
          new Step<>(Nearest.class, Nearest::read),
          new Step<>(RadialLayer.class, RadialLayer::read),
          new Step<>(RankReasons.class, RankReasons::read),
          new Step<>(Similarities.class, Similarities::read),
          new Step<>(WeighRules.class, WeighRules::read),
          new Step<>(Elementwise.class, Elementwise::read),
          new Step<>(Threshold.class, Threshold::read),
          new Step<>(Entries.class, Entries::read));

  private record Step<T extends Kept>(Class<T> type, Function<FlatReader, T> reader) {}

  @Override
  public void write(Op op, FlatWriter out) {
    for (int number = 0; number < ALL.size(); number++) {
      if (ALL.get(number).type() == op.getClass() && op instanceof Kept kept) {
        out.whole(number);
        kept.write(out);
        return;
      }
    }
    out.lacksForm();
  }

  @Override
  public Op read(FlatReader in) {
    return ALL.get(in.within(0, ALL.size())).reader().apply(in);
  }
}
