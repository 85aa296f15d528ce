package io.slipway.pmml;

import org.dmg.pmml.DataField;
import org.dmg.pmml.DataType;
import org.dmg.pmml.Interval;
import org.dmg.pmml.PMML;
import org.dmg.pmml.VisitorAction;
import org.jpmml.model.visitors.AbstractVisitor;
import org.jspecify.annotations.Nullable;

/**
 * Rounds the margins of single precision fields to single precision. Exporters write the smallest
 * value of the training data as the margin, say 32.1; read as a float the same value is a little
 * less, and JPMML, which compares as doubles, would call it invalid.
 */
final class FloatIntervals extends AbstractVisitor {
  private FloatIntervals() {}

  static void round(PMML pmml) {
    new FloatIntervals().applyTo(pmml);
  }

  @Override
  public VisitorAction visit(DataField field) {
    if (field.getDataType() == DataType.FLOAT && field.hasIntervals()) {
      for (Interval interval : field.getIntervals()) {
        interval.setLeftMargin(rounded(interval.getLeftMargin()));
        interval.setRightMargin(rounded(interval.getRightMargin()));
      }
    }
    return super.visit(field);
  }

  private static @Nullable Number rounded(@Nullable Number margin) {
    return margin == null ? null : (Number) (double) margin.floatValue();
  }
}
