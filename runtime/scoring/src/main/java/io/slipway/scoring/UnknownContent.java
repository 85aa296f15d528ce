package io.slipway.scoring;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Says what a file is that no engine here knows, for those that are put in a model's place by
 * mistake, or given to a program without the engine that they need.
 */
final class UnknownContent {
  private static final Pattern BEFORE_THE_ROOT = Pattern.compile("(?s)<!--.*?-->|<\\?.*?\\?>");
  private static final Pattern PMML_ROOT =
      Pattern.compile("(?s)(<(!DOCTYPE\\s+)?([\\w.-]+:)?PMML[\\s/>\\[]|\\{\\s*\"PMML\"\\s*:).*");

  private static final int TAR_MAGIC_AT = 257;
  private static final String UNPACKED =
      ": a model is one file, so unpack it and publish the model in it (ONNX with its weights inside)";

  private UnknownContent() {}

  /**
   * A sentence with what to do next.
   *
   * @param head the file's first bytes
   * @param engines those that do not know it
   */
  static String describe(byte[] head, List<Engine> engines) {
    Set<ModelFormat> formats = EnumSet.noneOf(ModelFormat.class);
    List<String> names = new ArrayList<>();
    for (Engine engine : engines) {
      formats.addAll(engine.formats());
      names.add(engine.name());
    }
    String known = names.isEmpty() ? "no engines here" : "engines: " + String.join(", ", names);
    if (!formats.contains(ModelFormat.PMML) && isPmml(head)) {
      return "the file is PMML, for which there is no engine here ("
          + known
          + "): use the engines slipway-tabular or slipway-pmml (the images slipway-runtime and"
          + " slipway-runtime-apache have them), or export the model in a format known here";
    }
    String expected =
        formats.stream().map(format -> format + " ").collect(Collectors.joining("or "));
    return "%s; expected the model's %sfile (%s)".formatted(kind(head), expected, known);
  }

  private static String kind(byte[] head) {
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
    if (raw.startsWith("PK\u0003\u0004")) {
      return "the file is a zip archive" + UNPACKED;
    }
    if (raw.startsWith("\u001f\u008b")) {
      return "the file is an archive packed with gzip" + UNPACKED;
    }
    if (raw.startsWith("ustar", TAR_MAGIC_AT)) {
      return "the file is a tar archive" + UNPACKED;
    }
    return "the file is in no format known here";
  }

  /**
   * Whether the root is PMML's, in XML or JSON: as plainly as its usual writers have it, since
   * nothing but a message depends on it.
   */
  private static boolean isPmml(byte[] head) {
    // Without its zero bytes and byte order mark, UTF-16 reads as ASCII where a name is ASCII.
    String text =
        new String(head, StandardCharsets.ISO_8859_1)
            .replace("\0", "")
            .replaceFirst("^(\u00ef\u00bb\u00bf|\u00fe\u00ff|\u00ff\u00fe)", "");
    return PMML_ROOT.matcher(BEFORE_THE_ROOT.matcher(text).replaceAll("").strip()).matches();
  }
}
