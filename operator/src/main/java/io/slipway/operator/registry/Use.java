package io.slipway.operator.registry;

import java.util.Locale;

/**
 * That a deployment uses a version.
 *
 * @param place which deployment, and in which role
 * @param model the model's name in the registry
 * @param version its number
 * @param revision the revision that it is
 */
record Use(Place place, String model, String version, String revision) {

  /**
   * What uses a version. Its tracks use versions independently.
   *
   * @param uid tells deployments apart that had the same name one after the other
   */
  record Place(String namespace, String name, String uid, Track track) {}

  /** In which role. */
  enum Track {
    STABLE,
    CANDIDATE;

    /** As the registry writes it. */
    String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
