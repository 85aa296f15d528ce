package io.slipway.operator.observe;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the installation decides for every ModelDeployment.
 *
 * @param runtimeImage the image of pods that score on the CPU, and of resolver pods
 * @param cudaRuntimeImage the image of pods that were asked for with a GPU
 * @param clusterDomain the DNS suffix of the cluster's Services, {@code cluster.local} where nobody
 *     chose another
 * @param revisionHistoryLimit how many revisions without pods are kept, 0 or more
 * @param registrySecret the Secret with which pods read the registry where a spec names none, in
 *     each namespace; it may be absent where anybody may read; empty for none
 * @param timing the waits of a version change
 */
public record OperatorSettings(
    String runtimeImage,
    String cudaRuntimeImage,
    String clusterDomain,
    int revisionHistoryLimit,
    String registrySecret,
    Timing timing) {

  private static final Pattern BY_DIGEST = Pattern.compile(".+@sha256:[0-9a-f]{64}");

  /**
   * The images that are named by tag: a revision made with one cannot tell what its pods run, for
   * whoever may push to the registry can move the tag.
   */
  public List<String> imagesByTag() {
    return Stream.of(runtimeImage, cudaRuntimeImage)
        .distinct()
        .filter(image -> !BY_DIGEST.matcher(image).matches())
        .toList();
  }

  /**
   * The waits of a version change.
   *
   * @param quiet for how long no pod of the old revision may have seen a caller before it goes
   * @param minimumDrain how long after the entry Service left the old revision its pods stay at
   *     least, however quiet they are: kube-proxies and callers' DNS caches need that long
   * @param blindDrain the same for pods that do not report when they last saw a caller
   * @param reportFreshness up to which age a pod's report counts as what the pod does now
   * @param gpuPatience how long pods with a preferred GPU may be unschedulable before the CPU is
   *     used instead
   */
  public record Timing(
      Duration quiet,
      Duration minimumDrain,
      Duration blindDrain,
      Duration reportFreshness,
      Duration gpuPatience) {

    /** The waits that architecture and measurements call for. */
    public static final Timing DEFAULT =
        new Timing(
            Duration.ofSeconds(2),
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            Duration.ofSeconds(5),
            Duration.ofMinutes(2));

    /** The same with another patience for GPUs. */
    public Timing withGpuPatience(Duration patience) {
      return new Timing(quiet, minimumDrain, blindDrain, reportFreshness, patience);
    }
  }
}
