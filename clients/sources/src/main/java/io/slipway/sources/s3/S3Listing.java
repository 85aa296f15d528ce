package io.slipway.sources.s3;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A page of a list of objects. Keys are asked for percent-encoded, so that what is looked for holds
 * no markup and no XML parser is let near it.
 *
 * @param next where the next page begins; empty for the last one
 */
record S3Listing(List<StoredObject> entries, Optional<String> next) {
  private static final Pattern OBJECT = Pattern.compile("(?s)<Contents>(.*?)</Contents>");

  S3Listing {
    entries = List.copyOf(entries);
  }

  static S3Listing read(String xml) {
    UnaryOperator<String> decoded =
        element(xml, "EncodingType").filter("url"::equals).isPresent()
            ? text -> URLDecoder.decode(text, StandardCharsets.UTF_8)
            : UnaryOperator.identity();
    List<StoredObject> entries = new ArrayList<>();
    for (Matcher object = OBJECT.matcher(xml); object.find(); ) {
      String fields = object.group(1);
      element(fields, "Key")
          .ifPresent(
              key ->
                  entries.add(
                      new StoredObject(
                          decoded.apply(unescaped(key)),
                          element(fields, "Size").map(S3Listing::number).orElse(0L),
                          element(fields, "ETag")
                              .map(S3Listing::unescaped)
                              .map(tag -> tag.replace("\"", ""))
                              .orElse(""),
                          element(fields, "LastModified")
                              .map(S3Listing::time)
                              .orElse(Instant.EPOCH))));
    }
    boolean more = element(xml, "IsTruncated").filter("true"::equals).isPresent();
    return new S3Listing(
        entries,
        more ? element(xml, "NextContinuationToken").map(S3Listing::unescaped) : Optional.empty());
  }

  /** The code that a store gives in a refusal, with a space before it; empty without one. */
  static String errorCode(String xml) {
    return element(xml, "Code")
        .filter(code -> code.matches("[A-Za-z0-9.]{1,64}"))
        .map(code -> " " + code)
        .orElse("");
  }

  private static Optional<String> element(String xml, String name) {
    Matcher element = Pattern.compile("<" + name + ">([^<]*)</" + name + ">").matcher(xml);
    return element.find() ? Optional.of(element.group(1).strip()) : Optional.empty();
  }

  private static String unescaped(String text) {
    return text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#34;", "\"")
        .replace("&apos;", "'")
        .replace("&#39;", "'")
        .replace("&amp;", "&");
  }

  private static long number(String text) {
    return text.matches("\\d{1,18}") ? Long.parseLong(text) : 0;
  }

  private static Instant time(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      return Instant.EPOCH;
    }
  }
}
