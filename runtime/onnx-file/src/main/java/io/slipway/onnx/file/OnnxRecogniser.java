package io.slipway.onnx.file;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Says whether bytes are the head of an ONNX file. Protobuf has no magic number, so the head is
 * read as the fields of ModelProto until it ends: every one has to be a field that ModelProto
 * knows, of its kind, with text where text belongs; the IR version has to come first or early, as
 * every writer has it, and a graph or an operator set has to follow. PMML, JSON, text, archives and
 * the protobuf and flatbuffer files of TensorFlow fail at their first bytes.
 */
public final class OnnxRecogniser {
  private static final int LENGTH_DELIMITED = 2;

  private OnnxRecogniser() {}

  /**
   * @param head the first bytes of a file; it may end anywhere
   */
  public static boolean recognises(byte[] head) {
    boolean irVersion = false;
    boolean content = false;
    int at = 0;
    while (at < head.length) {
      Wire field = new Wire(ByteBuffer.wrap(head, at, head.length - at));
      try {
        field.next();
      } catch (MalformedFileException e) {
        return irVersion && (content || startsContent(head, at));
      }
      try {
        switch (field.field()) {
          case ModelReader.IR_VERSION -> irVersion = isVersion(field.number());
          case ModelReader.MODEL_VERSION -> field.number();
          case ModelReader.PRODUCER_NAME,
              ModelReader.PRODUCER_VERSION,
              ModelReader.DOMAIN,
              ModelReader.DOC_STRING -> {
            if (!isText(field.text())) {
              return false;
            }
          }
          case ModelReader.GRAPH, ModelReader.OPSET_IMPORT -> {
            walk(field.message());
            content = true;
          }
          case ModelReader.METADATA_PROPS,
              ModelReader.TRAINING_INFO,
              ModelReader.FUNCTIONS,
              ModelReader.CONFIGURATION ->
              walk(field.message());
          default -> {
            return false;
          }
        }
      } catch (MalformedFileException e) {
        return false;
      }
      at += field.position();
    }
    return irVersion && content;
  }

  /**
   * The head ends in the middle of the field at {@code at}: of a graph, as in every larger model,
   * or of a long text before it.
   */
  private static boolean startsContent(byte[] head, int at) {
    int tag = head[at] & 0xFF;
    int value = at + 1;
    while (value < head.length && head[value] < 0) {
      value++;
    }
    value++;
    if ((tag & 7) != LENGTH_DELIMITED || value >= head.length) {
      return false;
    }
    return switch (tag >> 3) {
      case ModelReader.GRAPH -> isGraphField(head[value] & 0xFF);
      case ModelReader.PRODUCER_NAME,
          ModelReader.PRODUCER_VERSION,
          ModelReader.DOMAIN,
          ModelReader.DOC_STRING ->
          isText(new String(head, value, head.length - value, StandardCharsets.UTF_8));
      default -> false;
    };
  }

  private static boolean isGraphField(int tag) {
    int field = tag >> 3;
    return (tag & 7) == LENGTH_DELIMITED
        && (field == GraphReader.NODE
            || field == GraphReader.NAME
            || field == GraphReader.INITIALIZER
            || (field >= GraphReader.DOC_STRING && field < GraphReader.METADATA_PROPS));
  }

  private static boolean isVersion(long number) {
    return number >= 0 && number <= Integer.MAX_VALUE;
  }

  private static boolean isText(String text) {
    return text.chars().noneMatch(c -> c < ' ' && c != '\n' && c != '\r' && c != '\t');
  }

  private static void walk(Wire message) throws MalformedFileException {
    boolean more = true;
    while (more) {
      // Fields unknown here are fine; that the message is well-formed is the point.
      more = message.next();
    }
  }
}
