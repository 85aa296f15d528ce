package io.slipway.batch.warehouse;

/**
 * How much there is.
 *
 * @param rows all of them
 * @param errors those among them that could not be scored
 */
public record Counts(long rows, long errors) {
  public static final Counts NONE = new Counts(0, 0);

  public Counts plus(Counts more) {
    return new Counts(rows + more.rows, errors + more.errors);
  }

  @Override
  public String toString() {
    return "%d rows of which %d are errors".formatted(rows, errors);
  }
}
