package io.slipway.api.v1alpha1;

import java.math.BigDecimal;
import java.util.regex.Pattern;

/** Shares of callers' requests as the YAML has them, like {@code 25%} or {@code 0.5%}. */
public final class Weight {

  /** The CEL rule of a field that holds one. */
  static final String RULE =
      "self.matches('^([0-9]{1,2}([.][0-9]{1,2})?|100)%$') && !self.matches('^0*([.]0*)?%$')";

  /** What the API server says of others. */
  static final String SENTENCE =
      "must be a percentage above 0% and up to 100% with at most two decimals, like 25% or 0.5%";

  private static final Pattern FORM = Pattern.compile("[0-9]{1,3}([.][0-9]{1,2})?%");

  private Weight() {}

  /**
   * The share in hundredths of a per cent, 0 to 10000.
   *
   * @throws IllegalArgumentException for a text that the CRD refuses
   */
  public static int basisPoints(String text) {
    if (!FORM.matcher(text).matches()) {
      throw new IllegalArgumentException("'" + text + "' is no weight: it " + SENTENCE);
    }
    return new BigDecimal(text.substring(0, text.length() - 1)).movePointRight(2).intValueExact();
  }

  /** As the YAML has it. */
  public static String text(int basisPoints) {
    return BigDecimal.valueOf(basisPoints, 2).stripTrailingZeros().toPlainString() + "%";
  }
}
