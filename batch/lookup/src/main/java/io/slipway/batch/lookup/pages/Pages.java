package io.slipway.batch.lookup.pages;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The page: one document, which finds out from its own address what to show, and the files that it
 * needs. Everybody may have them; what they show is another matter.
 */
public final class Pages {

  /** Where the document is. */
  public static final List<String> PATHS = List.of("/reports/{set}", "/reports/{set}/{setId}");

  /** Where its files are, each by its name. */
  public static final String FILES = "/pages/";

  /** Scripts and styles are the ones that are here, and no string becomes markup or a script. */
  private static final String POLICY =
      String.join(
          "; ",
          "default-src 'none'",
          "script-src 'self'",
          "style-src 'self'",
          "img-src 'self'",
          "connect-src 'self'",
          "base-uri 'none'",
          "form-action 'none'",
          "frame-ancestors 'none'",
          "require-trusted-types-for 'script'",
          "trusted-types 'none'");

  /** What is sent with each. */
  public static final Map<String, String> HEADERS =
      Map.of(
          "Content-Security-Policy", POLICY,
          "Referrer-Policy", "no-referrer",
          "Cross-Origin-Opener-Policy", "same-origin",
          "Cross-Origin-Resource-Policy", "same-origin");

  private static final String SCRIPT = "text/javascript; charset=utf-8";

  private static final PageFile DOCUMENT = PageFile.read("index.html", "text/html; charset=utf-8");

  private static final Map<String, PageFile> BY_NAME = files();

  private Pages() {}

  private static Map<String, PageFile> files() {
    Map<String, PageFile> files = new LinkedHashMap<>();
    add(files, "text/css; charset=utf-8", "pages.css");
    add(files, "image/svg+xml", "icon.svg");
    add(
        files,
        SCRIPT,
        "app.js",
        "api.js",
        "dom.js",
        "words.js",
        "parts.js",
        "plots.js",
        "report.js");
    return files;
  }

  private static void add(Map<String, PageFile> files, String mediaType, String... names) {
    for (String name : names) {
      files.put(name, PageFile.read(name, mediaType));
    }
  }

  /** What a browser gets at each of {@link #PATHS}. */
  public static PageFile document() {
    return DOCUMENT;
  }

  /** The file of that name. */
  public static Optional<PageFile> file(String name) {
    return Optional.ofNullable(BY_NAME.get(name));
  }
}
