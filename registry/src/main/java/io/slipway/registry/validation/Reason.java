package io.slipway.registry.validation;

/**
 * Why files are no model that can be served.
 *
 * @param kind for programs
 * @param path the file at fault; empty if it is none in particular
 * @param sentence for people: it names the file, the line where there is one, and the cause; on one
 *     line
 */
public record Reason(Kind kind, String path, String sentence) {
  private static final int LONGEST = 1_000;

  /** Kinds of reasons. Those that an engine gives too have its names. */
  public enum Kind {
    /** A path that is no file's in a folder. */
    PATH_INVALID("PathInvalid"),
    /** No engine knows the content. */
    FORMAT_UNKNOWN("FormatUnknown"),
    /** Content that runs code when it is read, or hides other files: refused whoever needs it. */
    FORMAT_REFUSED("FormatRefused"),
    MODEL_INVALID("ModelInvalid"),
    MODEL_UNSUPPORTED("ModelUnsupported"),
    /** Larger, or deeper, than the limits allow, in the file or in memory. */
    MODEL_TOO_LARGE("ModelTooLarge"),
    /** It loads, and fails on every row. */
    WARM_UP_FAILED("WarmUpFailed"),
    /** Not loaded in time. */
    LOAD_TIMEOUT("LoadTimeout"),
    /** The engine did not survive it. */
    ENGINE_CRASHED("EngineCrashed");

    private final String text;

    Kind(String text) {
      this.text = text;
    }

    /** As conditions and APIs write it. */
    public String text() {
      return text;
    }

    /** The kind that is written so. */
    static Kind parse(String text) {
      for (Kind kind : values()) {
        if (kind.text.equals(text)) {
          return kind;
        }
      }
      throw new IllegalArgumentException("no kind of reason is called " + text);
    }
  }

  public Reason {
    sentence = onOneLine(sentence);
  }

  /**
   * A reason about a file.
   *
   * @param words go on after the file's name: {@code line 3: ...}, or what is wrong
   */
  public static Reason about(String path, Kind kind, String words) {
    String between = words.startsWith("line ") ? ", " : ": ";
    return new Reason(kind, path, path + between + words);
  }

  /** Names and texts of files come into sentences, and sentences into logs and pages. */
  private static String onOneLine(String text) {
    String shown = text.replaceAll("[\\p{Cc}\\p{Cf}]+", " ");
    return shown.length() <= LONGEST ? shown : shown.substring(0, LONGEST) + "…";
  }
}
