package io.slipway.registry.http;

import io.slipway.registry.model.InvalidException;
import io.slipway.registry.model.Quoted;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the bytes of an upload belong.
 *
 * @param first where they begin
 * @param total of the whole
 */
record ContentRange(long first, long total) {
  private static final Pattern FORM =
      Pattern.compile("bytes ([0-9]{1,18})-([0-9]{1,18})/([0-9]{1,18})");

  /**
   * @param length of the body, or -1 where it is not told
   */
  static ContentRange read(Optional<String> header, long length) {
    if (header.isEmpty()) {
      if (length < 0) {
        throw new InvalidException(
            "the upload: its size is not told; send Content-Length, or Content-Range with the total");
      }
      return new ContentRange(0, length);
    }
    Matcher form = FORM.matcher(header.get());
    if (!form.matches()) {
      throw wrong(header.get());
    }
    long first = Long.parseLong(form.group(1));
    long last = Long.parseLong(form.group(2));
    long total = Long.parseLong(form.group(3));
    if (last < first || last >= total || (length >= 0 && length != last - first + 1)) {
      throw wrong(header.get());
    }
    return new ContentRange(first, total);
  }

  private static InvalidException wrong(String text) {
    return new InvalidException(
        "Content-Range %s: write bytes FIRST-LAST/TOTAL, as many as the body has"
            .formatted(Quoted.of(text)));
  }
}
