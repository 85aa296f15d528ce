package io.slipway.scoring;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What every engine for PMML goes by: the forms it comes in, told apart by the first bytes of a
 * file, and what it is scored on.
 */
public enum PmmlContent {
  XML,
  JSON;

  /** Refuses to score PMML on anything but the CPU. */
  public static void requireCpu(LoadOptions options) throws ModelLoadException {
    if (options.executionProvider() != ExecutionProvider.CPU) {
      throw new ModelLoadException(
          ModelLoadException.Reason.EXECUTION_PROVIDER_UNAVAILABLE,
          "PMML is scored on the CPU, not on "
              + options.executionProvider()
              + ": remove the GPU request or export the model as ONNX");
    }
  }

  /**
   * Looks for the root: an element or a key named PMML, after whatever may stand before it.
   *
   * @param head the file's first bytes
   */
  public static Optional<PmmlContent> of(byte[] head) {
    String text = decode(head).stripLeading();
    if (text.startsWith("{")) {
      String key = text.substring(1).stripLeading();
      return key.startsWith("\"PMML\"") ? Optional.of(JSON) : Optional.empty();
    }
    return text.startsWith("<") && rootIsPmml(text) ? Optional.of(XML) : Optional.empty();
  }

  /**
   * Walks over declaration, instructions, comments and the document type. Where the head ends
   * before the root is seen, an XML document is taken for PMML: nothing else here reads XML, and
   * loading it says exactly what it is.
   */
  private static boolean rootIsPmml(String text) {
    int at = 0;
    while (at < text.length()) {
      String rest = text.substring(at);
      if (rest.startsWith("<?")) {
        at = after(text, at, "?>");
      } else if (rest.startsWith("<!--")) {
        at = after(text, at, "-->");
      } else if (rest.startsWith("<!DOCTYPE")) {
        return isPmml(rest.substring("<!DOCTYPE".length()).stripLeading());
      } else if (rest.startsWith("<")) {
        return isPmml(rest.substring(1));
      } else {
        return false;
      }
      while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
        at++;
      }
    }
    return true;
  }

  private static int after(String text, int from, String end) {
    int found = text.indexOf(end, from);
    return found < 0 ? text.length() : found + end.length();
  }

  private static boolean isPmml(String name) {
    int end = 0;
    while (end < name.length() && " \t\r\n/>[".indexOf(name.charAt(end)) < 0) {
      end++;
    }
    String qualified = name.substring(0, end);
    return qualified.substring(qualified.indexOf(':') + 1).equals("PMML");
  }

  private static String decode(byte[] head) {
    String text = new String(head, charset(head));
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  /** By byte order mark, or by where the zero bytes of the first character are. */
  private static Charset charset(byte[] head) {
    if (head.length >= 2) {
      int first = (head[0] & 0xff) << 8 | (head[1] & 0xff);
      if (first == 0xfeff || head[0] == 0) {
        return StandardCharsets.UTF_16BE;
      }
      if (first == 0xfffe || head[1] == 0) {
        return StandardCharsets.UTF_16LE;
      }
    }
    return StandardCharsets.UTF_8;
  }
}
