package io.slipway.api.v1alpha1;

import java.math.BigDecimal;
import java.util.regex.Pattern;

/** Shares of callers' requests as the YAML has them, like {@code 25%} or {@code 0.5%}. */
public final class Weight {

  /** The form of one, as a regular expression of CEL: from 0% to 100%. */
  static final String FORM_IN_CEL = "^([0-9]{1,2}([.][0-9]{1,2})?|100([.]00?)?)%$";

  /** The CEL rule of a field that holds one above 0%. */
  static final String RULE = "self.matches('" + FORM_IN_CEL + "') && !self.matches('^[0.]*%$')";

  /** What the API server says of others. */
  static final String SENTENCE =
      "must be a percentage above 0% and up to 100% with at most two decimals, like 25% or 0.5%";

  private static final Pattern FORM = Pattern.compile("([0-9]{1,2}([.][0-9]{1,2})?|100([.]00?)?)%");

  private Weight() {}

  /**
   * The share in hundredths of a per cent, 0 to 10000; 0% is what a status may have and no spec.
   *
   * @throws IllegalArgumentException for a text that is no share
   */
  public static int basisPoints(String text) {
    if (!FORM.matcher(text).matches()) {
      throw new IllegalArgumentException("'" + text + "' is no weight: it " + SENTENCE);
    }
    return new BigDecimal(text.substring(0, text.length() - 1)).movePointRight(2).intValueExact();
  }

  /**
   * As the YAML has it, in the fewest digits.
   *
   * @param basisPoints hundredths of a per cent, 0 to 10000
   */
  public static String text(int basisPoints) {
    return BigDecimal.valueOf(basisPoints, 2).stripTrailingZeros().toPlainString() + "%";
  }
}
