package io.slipway.scoring;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Says what a file is that no engine knows, for those that are put in a model's place by mistake.
 */
final class UnknownContent {
  private UnknownContent() {}

  static String describe(byte[] head) {
    if (head.length == 0) {
      return "the file is empty";
    }
    String raw = new String(head, StandardCharsets.ISO_8859_1);
    String text = raw.strip().toLowerCase(Locale.ROOT);
    if (text.isEmpty()) {
      return "the file holds only white space";
    }
    if (text.startsWith("version https://git-lfs")) {
      return "the file is a Git LFS pointer and not the model: run git lfs pull before publishing it";
    }
    if (text.startsWith("<!doctype html") || text.startsWith("<html")) {
      return "the file is a web page, such as a login or error page, and not a model";
    }
    if (raw.startsWith("PK\u0003\u0004") || raw.startsWith("\u001f\u008b")) {
      return "the file is an archive: unpack it and publish the model in it";
    }
    return "the file is in no format known here";
  }
}
