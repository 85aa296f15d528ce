package io.slipway.scoring;

/**
 * How many rows may go into one call of a model so that each gets, to the last bit, what it would
 * get alone. That is no matter of course: a library computes the products of one row by other code
 * than those of many, and adds them up in another order.
 *
 * @param most 1 or more; {@link #ANY} where the number of rows cannot matter
 * @param company what more rows than that would change
 * @param why a sentence: what was tried, or how it is known
 */
public record RowsTogether(int most, Company company, String why) {
  /** As many as fit into the memory. */
  public static final int ANY = Integer.MAX_VALUE;

  /** What becomes of a row's answer in larger company. */
  public enum Company {
    /** Nothing that is known: so many and fewer were tried, or each is computed by itself. */
    ALIKE,
    /** Its last bits are others: the same sum in another order. */
    LAST_BITS,
    /** It is another answer: the model looks at several rows at once, whatever they are to it. */
    MIXED
  }

  /**
   * @throws IllegalArgumentException if {@code most} is below 1
   */
  public RowsTogether {
    if (most < 1) {
      throw new IllegalArgumentException("most is %d, not 1 or more".formatted(most));
    }
  }

  /** Of an engine that computes each row by itself, whoever is beside it. */
  public static RowsTogether eachByItself() {
    return new RowsTogether(ANY, Company.ALIKE, "the engine computes each row by itself");
  }
}
