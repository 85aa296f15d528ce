package io.slipway.registry.http;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A part of some bytes.
 *
 * @param first and
 * @param last of its bytes, both included
 */
record ByteRange(long first, long last) {
  private static final Pattern FORM = Pattern.compile("bytes=([0-9]{0,18})-([0-9]{0,18})");

  /** What a Range header asks for. */
  sealed interface Asked {
    /** Everything; also where the header is of a form that may be ignored. */
    record All() implements Asked {}

    /** This part. */
    record Part(ByteRange range) implements Asked {}

    /** A part that there is not. */
    record Outside() implements Asked {}
  }

  long length() {
    return last - first + 1;
  }

  static Asked read(Optional<String> header, long size) {
    Matcher form = FORM.matcher(header.orElse("").strip());
    if (!form.matches() || (form.group(1).isEmpty() && form.group(2).isEmpty())) {
      return new Asked.All();
    }
    if (form.group(1).isEmpty()) {
      long suffix = Math.min(Long.parseLong(form.group(2)), size);
      return suffix == 0
          ? new Asked.Outside()
          : new Asked.Part(new ByteRange(size - suffix, size - 1));
    }
    long first = Long.parseLong(form.group(1));
    long last =
        form.group(2).isEmpty() ? size - 1 : Math.min(Long.parseLong(form.group(2)), size - 1);
    if (first >= size) {
      return new Asked.Outside();
    }
    return last < first ? new Asked.All() : new Asked.Part(new ByteRange(first, last));
  }
}
