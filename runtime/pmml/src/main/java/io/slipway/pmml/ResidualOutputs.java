package io.slipway.pmml;

import org.dmg.pmml.Output;
import org.dmg.pmml.PMML;
import org.dmg.pmml.ResultFeature;
import org.dmg.pmml.VisitorAction;
import org.jpmml.model.visitors.AbstractVisitor;

/**
 * Takes residuals out of a document: they compare the prediction with the true value, which a
 * caller who asks for a prediction does not have, and without it no row could be scored.
 */
final class ResidualOutputs extends AbstractVisitor {
  private ResidualOutputs() {}

  static void remove(PMML pmml) {
    new ResidualOutputs().applyTo(pmml);
  }

  @Override
  public VisitorAction visit(Output output) {
    if (output.hasOutputFields()) {
      output
          .getOutputFields()
          .removeIf(field -> field.getResultFeature() == ResultFeature.RESIDUAL);
    }
    return super.visit(output);
  }
}
