package io.slipway.scoring;

import java.util.Arrays;

/**
 * The dimensions of a column, outermost first. In a {@link Field} a dimension may be {@link
 * #DYNAMIC}; in a {@link Column} each is known. A scalar has no dimensions.
 */
public final class Shape {
  /** A dimension of any length, written -1 in the Open Inference Protocol. */
  public static final long DYNAMIC = -1;

  private final long[] dimensions;

  private Shape(long[] dimensions) {
    this.dimensions = dimensions;
  }

  /**
   * @param dimensions each 0 or more, or {@link #DYNAMIC}
   * @throws IllegalArgumentException if one is below -1
   */
  public static Shape of(long... dimensions) {
    for (long dimension : dimensions) {
      if (dimension < DYNAMIC) {
        throw new IllegalArgumentException(
            "dimension " + dimension + " in shape " + Arrays.toString(dimensions));
      }
    }
    return new Shape(dimensions.clone());
  }

  public int rank() {
    return dimensions.length;
  }

  /** The length of dimension {@code axis}, {@link #DYNAMIC} where any length is accepted. */
  public long dimension(int axis) {
    return dimensions[axis];
  }

  public long[] toArray() {
    return dimensions.clone();
  }

  public boolean isDynamic() {
    return Arrays.stream(dimensions).anyMatch(d -> d == DYNAMIC);
  }

  /**
   * How many elements a column of this shape holds: 1 for a scalar.
   *
   * @throws ArithmeticException if the product overflows a long
   * @throws IllegalStateException if a dimension is dynamic
   */
  public long elements() {
    long elements = 1;
    for (long dimension : dimensions) {
      if (dimension == DYNAMIC) {
        throw new IllegalStateException("shape " + this + " has no fixed number of elements");
      }
      elements = Math.multiplyExact(elements, dimension);
    }
    return elements;
  }

  /** True if {@code actual} has this rank and each fixed dimension agrees. */
  public boolean accepts(Shape actual) {
    if (actual.rank() != rank()) {
      return false;
    }
    for (int axis = 0; axis < dimensions.length; axis++) {
      if (dimensions[axis] != DYNAMIC && dimensions[axis] != actual.dimensions[axis]) {
        return false;
      }
    }
    return true;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Shape shape && Arrays.equals(dimensions, shape.dimensions);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(dimensions);
  }

  @Override
  public String toString() {
    return Arrays.toString(dimensions);
  }
}
