package io.slipway.tabular.model;

/** The version of this engine: the one in its jar's manifest, where it comes from a jar. */
final class Version {
  static final String VALUE =
      java.util.Objects.requireNonNullElse(
          Version.class.getPackage().getImplementationVersion(), "development");

  private Version() {}
}
