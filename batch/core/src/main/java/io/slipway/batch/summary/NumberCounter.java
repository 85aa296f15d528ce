package io.slipway.batch.summary;

import io.slipway.batch.summary.Distribution.Numbers;
import io.slipway.batch.summary.Distribution.Range;
import io.slipway.scoring.Column;
import java.util.Optional;

/**
 * Counts numbers. The sum is compensated (Neumaier 1974), so that a million of them lose no digit.
 */
final class NumberCounter implements OutputCounter {
  private static final double TWO_TO_THE_64 = 0x1p64;

  private final HistogramCounter histogram;
  private long notNumbers;
  private long infinite;
  private long finite;
  private double min = Double.POSITIVE_INFINITY;
  private double max = Double.NEGATIVE_INFINITY;
  private double sum;
  private double lost;

  NumberCounter(int mostBins) {
    this.histogram = new HistogramCounter(mostBins);
  }

  @Override
  public void add(Column column, int row) {
    double number = number(column, row);
    if (Double.isNaN(number)) {
      notNumbers++;
    } else if (Double.isInfinite(number)) {
      infinite++;
    } else {
      finite++;
      min = Math.min(min, number);
      max = Math.max(max, number);
      plus(number);
      histogram.add(number);
    }
  }

  private void plus(double number) {
    double next = sum + number;
    lost += Math.abs(sum) >= Math.abs(number) ? (sum - next) + number : (number - next) + sum;
    sum = next;
  }

  @Override
  public Distribution distribution() {
    return new Numbers(
        notNumbers,
        infinite,
        finite == 0 ? Optional.empty() : Optional.of(new Range(min, max, mean())),
        histogram.histogram());
  }

  private double mean() {
    double mean = (sum + lost) / finite;
    // Where the sum is beyond all numbers, the middle says as much as can be said.
    double told = Double.isFinite(mean) ? mean : min / 2 + max / 2;
    return Math.min(max, Math.max(min, told));
  }

  private static double number(Column column, int row) {
    return switch (column.type()) {
      case UINT8 -> Byte.toUnsignedInt(column.bytes()[row]);
      case UINT16 -> Short.toUnsignedInt(column.shorts()[row]);
      case UINT32 -> Integer.toUnsignedLong(column.ints()[row]);
      case UINT64 -> unsigned(column.longs()[row]);
      case INT8 -> column.bytes()[row];
      case INT16 -> column.shorts()[row];
      case INT32 -> column.ints()[row];
      case INT64 -> column.longs()[row];
      case FP16 -> HalfPrecision.toFloat(column.shorts()[row]);
      case FP32 -> column.floats()[row];
      case FP64 -> column.doubles()[row];
      case BOOL, BYTES -> throw new IllegalArgumentException(column + " is no column of numbers");
    };
  }

  private static double unsigned(long bits) {
    return bits >= 0 ? bits : bits + TWO_TO_THE_64;
  }
}
