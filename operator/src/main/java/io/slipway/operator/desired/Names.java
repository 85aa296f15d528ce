package io.slipway.operator.desired;

/**
 * The names of a ModelDeployment's objects. Every name is a DNS label of at most 63 characters; a
 * resource's name that leaves no room for a suffix is shortened, and the hash in the suffix keeps
 * two resources apart that would be shortened alike.
 */
public final class Names {

  /** The longest name of a Service, and the longest value of a label. */
  static final int MAX_LENGTH = 63;

  private static final String FALLBACK_SUFFIX = "-cpu";

  private Names() {}

  /** The entry Service, the ServiceAccount and the autoscaler: the resource's own name. */
  public static String entry(String deployment) {
    return deployment;
  }

  /** A revision, and its Deployment, headless Service, ConfigMap and PodDisruptionBudget. */
  public static String revision(String deployment, String hash) {
    // Room is left for the fall-back Deployment's suffix too.
    return join(deployment, "-" + hash, MAX_LENGTH - FALLBACK_SUFFIX.length());
  }

  /** The Deployment that scores a revision on the CPU where the preferred GPU is not to be had. */
  public static String fallback(String revision) {
    return revision + FALLBACK_SUFFIX;
  }

  /** The pod that resolves a model. */
  public static String resolver(String deployment, String modelHash) {
    return join(deployment, "-resolve-" + modelHash, MAX_LENGTH);
  }

  /** The ConfigMap of the traffic document. */
  public static String traffic(String deployment) {
    return distinct(deployment, "-traffic");
  }

  /** A name that begins with a resource's; where it would be too long, a hash tells it apart. */
  public static String distinct(String resource, String suffix) {
    String name = resource + suffix;
    return name.length() <= MAX_LENGTH
        ? name
        : join(resource, "-" + Hashes.of(resource) + suffix, MAX_LENGTH);
  }

  private static String join(String deployment, String suffix, int limit) {
    int room = limit - suffix.length();
    if (deployment.length() <= room) {
      return deployment + suffix;
    }
    String start = deployment.substring(0, room);
    while (start.endsWith("-") || start.endsWith(".")) {
      start = start.substring(0, start.length() - 1);
    }
    return start + suffix;
  }
}
