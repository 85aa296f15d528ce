package io.slipway.pmml;

import io.slipway.scoring.ModelLoadException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dmg.pmml.Version;

/** The versions of PMML that can be scored. */
final class PmmlVersion {
  private static final Pattern NUMBER = Pattern.compile("(\\d+)\\.(\\d+)(?:\\.\\d+)?");

  private PmmlVersion() {}

  /** Why a version attribute is refused, or nothing. */
  static Optional<ModelLoadException> refusal(Optional<String> version) {
    if (version.isEmpty() || version.get().isBlank()) {
      return Optional.of(
          LoadFailure.invalid("the PMML element has no version attribute, for example 4.4"));
    }
    String stated = version.get().strip();
    Matcher number = NUMBER.matcher(stated);
    if (!number.matches()) {
      return Optional.of(LoadFailure.invalid("the PMML version is \"" + stated + "\", no version"));
    }
    String minor = number.group(1) + "." + number.group(2);
    for (Version known : Version.values()) {
      if (known.isStandard() && known.getVersion().equals(minor)) {
        return Optional.empty();
      }
    }
    return Optional.of(
        LoadFailure.unsupported(
            "PMML version %s; supported are %s to %s"
                .formatted(
                    stated, Version.getMinimum().getVersion(), Version.getMaximum().getVersion())));
  }

  /** The namespace of a version that is not refused. */
  static String namespaceOf(String version) {
    Matcher number = NUMBER.matcher(version.strip());
    if (!number.matches()) {
      throw new IllegalArgumentException("no version: " + version);
    }
    return "http://www.dmg.org/PMML-" + number.group(1) + "_" + number.group(2);
  }
}
