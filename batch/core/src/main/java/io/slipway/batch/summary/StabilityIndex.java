package io.slipway.batch.summary;

import java.util.List;

/**
 * By how much two sets of predictions are distributed differently over the same classes: the
 * population stability index, the sum over classes of (p - q) log(p / q), which is the symmetric
 * divergence of Jeffreys (<i>An invariant form for the prior probability in estimation
 * problems</i>, Proceedings of the Royal Society A 186, 1946). One half is added to every count,
 * the prior of the same paper (Krichevsky and Trofimov, <i>The performance of universal
 * encoding</i>, IEEE Transactions on Information Theory 27, 1981), so that an empty class is no
 * infinity.
 *
 * <p>Also between two samples of one distribution it is not 0: about (1/n + 1/m) times a chi-square
 * variable with one degree of freedom fewer than there are classes (Yurdakul, <i>Statistical
 * properties of population stability index</i>, Western Michigan University, 2018).
 *
 * @param classes at most 53
 */
public record StabilityIndex(List<Share> classes) {

  // Abramowitz and Stegun table 26.8 has the same values with fewer digits.
  private static final double[] CHI_SQUARE_95 = {
    0, 3.8415, 5.9915, 7.8147, 9.4877, 11.0705, 12.5916, 14.0671, 15.5073, 16.9190, 18.3070,
    19.6751, 21.0261, 22.3620, 23.6848, 24.9958, 26.2962, 27.5871, 28.8693, 30.1435, 31.4104,
    32.6706, 33.9244, 35.1725, 36.4150, 37.6525, 38.8851, 40.1133, 41.3371, 42.5570, 43.7730,
    44.9853, 46.1943, 47.3999, 48.6024, 49.8018, 50.9985, 52.1923, 53.3835, 54.5722, 55.7585,
    56.9424, 58.1240, 59.3035, 60.4809, 61.6562, 62.8296, 64.0011, 65.1708, 66.3386, 67.5048,
    68.6693, 69.8322
  };

  /**
   * A class of predictions.
   *
   * @param name of it, for people
   * @param before how many the earlier set has
   * @param now how many the later one has
   */
  public record Share(String name, long before, long now) {}

  /**
   * @throws IllegalArgumentException when there are more classes than that
   */
  public StabilityIndex {
    classes = List.copyOf(classes);
    if (classes.size() > CHI_SQUARE_95.length) {
      throw new IllegalArgumentException("too many classes: " + classes.size());
    }
  }

  /** How many predictions the earlier set has. */
  public long before() {
    return classes.stream().mapToLong(Share::before).sum();
  }

  /** How many predictions the later set has. */
  public long now() {
    return classes.stream().mapToLong(Share::now).sum();
  }

  /** The index itself, 0 or above; 0 without classes. */
  public double value() {
    double ofBefore = before() + classes.size() / 2.0;
    double ofNow = now() + classes.size() / 2.0;
    double sum = 0;
    for (Share one : classes) {
      double p = (one.before() + 0.5) / ofBefore;
      double q = (one.now() + 0.5) / ofNow;
      sum += (p - q) * Math.log(p / q);
    }
    return sum;
  }

  /**
   * What it stays below in 95 of 100 cases where nothing but chance makes the two differ.
   *
   * @return 0 with fewer than two classes or where one of the two is empty
   */
  public double chance() {
    if (classes.size() < 2 || before() == 0 || now() == 0) {
      return 0;
    }
    return (1.0 / before() + 1.0 / now()) * CHI_SQUARE_95[classes.size() - 1];
  }

  /** How much of it is not chance; 0 where all of it may be. */
  public double drift() {
    return Math.max(0, value() - chance());
  }
}
