package io.slipway.server.measure;

import io.slipway.scoring.Column;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * How another model's answer to the same rows differs from this one's.
 *
 * @param fault why the other answer cannot stand in for this one; empty if it can
 * @param rows compared; 0 with a fault
 * @param flips of these, rows in which a label differs: a text, a boolean or a whole number
 * @param differences the absolute difference of every two numbers
 */
@SuppressWarnings("ArrayRecordComponent") // read once and compared by nobody
public record Comparison(Optional<String> fault, int rows, int flips, double[] differences) {

  /**
   * @param ours the outputs that have values
   * @param theirs of the same names; further ones are not looked at
   */
  public static Comparison of(List<Column> ours, List<Column> theirs) {
    BitSet flipped = new BitSet();
    double[] differences = new double[ours.stream().mapToInt(Column::length).sum()];
    int count = 0;
    int rows = 0;
    for (Column our : ours) {
      Optional<Column> their =
          theirs.stream().filter(column -> column.name().equals(our.name())).findFirst();
      Optional<String> fault = fault(our, their);
      if (fault.isPresent()) {
        return faulty(fault.get());
      }
      rows = Math.max(rows, our.rows());
      count = compare(our, their.orElseThrow(), flipped, differences, count);
    }
    return new Comparison(
        Optional.empty(), rows, flipped.cardinality(), Arrays.copyOf(differences, count));
  }

  /** No answer to compare with. */
  public static Comparison faulty(String why) {
    return new Comparison(Optional.of(why), 0, 0, new double[0]);
  }

  private static Optional<String> fault(Column our, Optional<Column> found) {
    if (found.isEmpty()) {
      return Optional.of("it has no values of the output " + our.name());
    }
    Column their = found.get();
    if (their.type() != our.type() || !their.shape().equals(our.shape())) {
      return Optional.of("expected %s, found %s".formatted(our, their));
    }
    for (int i = 0; i < our.length(); i++) {
      if (isUsable(our, i) && !isUsable(their, i)) {
        return Optional.of(
            "row %d has no usable value of the output %s"
                .formatted(Numeric.row(our, i), our.name()));
      }
    }
    return Optional.empty();
  }

  private static boolean isUsable(Column column, int index) {
    return column.isValid(index)
        && (!Numeric.isNumeric(column.type()) || Double.isFinite(Numeric.at(column, index)));
  }

  private static int compare(
      Column our, Column their, BitSet flipped, double[] differences, int from) {
    int count = from;
    for (int i = 0; i < our.length(); i++) {
      if (Numeric.isNumeric(our.type()) && isUsable(our, i)) {
        differences[count++] = Math.abs(Numeric.at(our, i) - Numeric.at(their, i));
      }
      if (flips(our, their, i)) {
        flipped.set(Numeric.row(our, i));
      }
    }
    return count;
  }

  private static boolean flips(Column our, Column their, int index) {
    if (our.isValid(index) != their.isValid(index)) {
      return Numeric.isLabel(our.type());
    }
    return our.isValid(index)
        && switch (our.type()) {
          case BYTES -> !our.strings()[index].equals(their.strings()[index]);
          case BOOL -> our.booleans()[index] != their.booleans()[index];
          case INT64, UINT64 -> our.longs()[index] != their.longs()[index];
          case INT32, UINT32 -> our.ints()[index] != their.ints()[index];
          case INT16, UINT16 -> our.shorts()[index] != their.shorts()[index];
          case INT8, UINT8 -> our.bytes()[index] != their.bytes()[index];
          case FP16, FP32, FP64 -> false;
        };
  }
}
