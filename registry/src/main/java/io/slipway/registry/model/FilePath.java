package io.slipway.registry.model;

import java.util.regex.Pattern;

/**
 * Where a file is within its version. It names nothing outside of a folder on any system: whoever
 * downloads a version may make the path under a folder of his own.
 */
public record FilePath(String value) implements Comparable<FilePath> {
  private static final int LONGEST = 512;
  private static final Pattern SEGMENT =
      Pattern.compile(
          "[A-Za-z0-9_][-+=,@._A-Za-z0-9]{0,254}|[.][-+=,@_A-Za-z0-9][-+=,@._A-Za-z0-9]{0,253}");

  /** Names that one system takes for devices, whatever follows the first full stop. */
  private static final Pattern DEVICE =
      Pattern.compile("(?i)(con|prn|aux|nul|com[0-9]|lpt[0-9])([.].*)?");

  public FilePath {
    if (value.length() > LONGEST) {
      throw new InvalidException(
          "the path %s: it is longer than %d characters; shorten it"
              .formatted(Quoted.of(value), LONGEST));
    }
    for (String segment : value.split("/", -1)) {
      if (!SEGMENT.matcher(segment).matches()
          || segment.endsWith(".")
          || DEVICE.matcher(segment).matches()) {
        throw new InvalidException(
            "the path %s: write a relative path like folder/model.onnx; %s"
                .formatted(Quoted.of(value), why(segment)));
      }
    }
  }

  private static String why(String segment) {
    return segment.isEmpty()
        ? "it has an empty part"
        : "its part %s is none of letters, digits and -+=,@._, begins with '-', ends with '.', or names a device"
            .formatted(Quoted.of(segment));
  }

  @Override
  public int compareTo(FilePath other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
