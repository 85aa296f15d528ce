package io.slipway.tabular.form;

import io.slipway.tabular.flat.FlatReader;
import io.slipway.tabular.flat.FlatWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The hazard that adds up until a point in time: that of a baseline, which rises in steps, as many
 * times as a row's sum says.
 */
public final class Hazard implements Kept {
  private final Baseline[] baselines;
  private final int stratum;
  private final int time;
  private final int sum;
  private final double reference;
  private final int result;

  /** The steps of those who are alike. */
  public static final class Baseline {
    private final double stratum;
    private final double[] times;
    private final double[] hazards;
    private final double latest;

    /**
     * @param stratum the code of the group that it is of
     * @param times in ascending order, one or more
     * @param hazards from each of the times on
     * @param latest after which nothing is known
     */
    public Baseline(double stratum, double[] times, double[] hazards, double latest) {
      this.stratum = stratum;
      this.times = times.clone();
      this.hazards = hazards.clone();
      this.latest = latest;
    }

    void write(FlatWriter out) {
      out.real(stratum);
      out.reals(times);
      out.reals(hazards);
      out.real(latest);
    }

    static Baseline read(FlatReader in) {
      double stratum = in.real();
      double[] times = in.reals();
      if (times.length == 0) {
        throw FlatReader.malformed("a baseline without a step");
      }
      for (int i = 1; i < times.length; i++) {
        if (Double.compare(times[i - 1], times[i]) >= 0) {
          throw FlatReader.malformed("steps do not follow one another");
        }
      }
      return new Baseline(stratum, times, in.reals(times.length), in.real());
    }
  }

  /**
   * @param stratum the slot that says which baseline is a row's; empty where there is but one
   * @param time the slot of the point in time
   * @param sum the slot of a row's sum
   * @param reference the sum that the baselines are of
   */
  public Hazard(
      List<Baseline> baselines,
      Optional<Integer> stratum,
      int time,
      int sum,
      double reference,
      int result) {
    this(baselines, stratum.orElse(-1), time, sum, reference, result);
  }

  private Hazard(
      List<Baseline> baselines, int stratum, int time, int sum, double reference, int result) {
    this.baselines = baselines.toArray(Baseline[]::new);
    this.stratum = stratum;
    this.time = time;
    this.sum = sum;
    this.reference = reference;
    this.result = result;
  }

  @Override
  public void run(Frame frame, int rows) {
    double[] v = frame.numbers();
    for (int row = 0, at = 0; row < rows; row++, at += frame.width()) {
      v[at + result] = stratum < 0 ? hazard(baselines[0], v, at) : hazard(v, at);
    }
  }

  private double hazard(double[] v, int row) {
    double own = v[row + stratum];
    if (isNone(own)) {
      return Values.FAILED;
    }
    for (Baseline baseline : baselines) {
      if (baseline.stratum == own) {
        return hazard(baseline, v, row);
      }
    }
    return Values.MISSING;
  }

  private double hazard(Baseline baseline, double[] v, int row) {
    double now = v[row + time];
    if (isNone(now)) {
      return Values.FAILED;
    }
    if (Double.compare(now, baseline.latest) > 0) {
      return Values.MISSING;
    }
    if (Double.compare(now, baseline.times[0]) < 0) {
      return 0;
    }
    double x = v[row + sum];
    int found = Arrays.binarySearch(baseline.times, now);
    double until = baseline.hazards[found >= 0 ? found : -found - 2];
    return isNone(x) ? x : Math.exp(x - reference) * until;
  }

  private static boolean isNone(double x) {
    return Values.isMissing(x) || Values.isFailed(x);
  }

  @Override
  public void write(FlatWriter out) {
    out.whole(baselines.length);
    for (Baseline baseline : baselines) {
      baseline.write(out);
    }
    out.whole(stratum);
    out.whole(time);
    out.whole(sum);
    out.real(reference);
    out.whole(result);
  }

  public static Hazard read(FlatReader in) {
    List<Baseline> baselines = in.list(Double.BYTES, () -> Baseline.read(in));
    int stratum = in.slotOrNone();
    if (stratum < 0 && baselines.isEmpty()) {
      throw FlatReader.malformed("no baseline");
    }
    return new Hazard(baselines, stratum, in.slot(), in.slot(), in.real(), in.slot());
  }
}
