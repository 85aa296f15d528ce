package io.slipway.tabular.xml;

import io.slipway.scoring.ModelLoadException;
import io.slipway.scoring.ModelLoadException.Reason;
import io.slipway.tabular.xml.JsonTokens.Kind;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Puts a document that is written as JSON onto the same tape as one in XML. */
public final class JsonDocumentReader {
  private static final XMLInputFactory CELLS = DocumentReader.factory();

  /** Bytes, characters and text are in memory at once, unlike XML. */
  private static final int SHARE_OF_THE_BYTES = 8;

  private final ReadLimits limits;
  private final JsonMapping mapping;

  public JsonDocumentReader(ReadLimits limits, JsonMapping mapping) {
    this.limits = limits;
    this.mapping = mapping;
  }

  public Document read(Path file) throws ModelLoadException {
    try {
      long most = limits.bytes() / SHARE_OF_THE_BYTES;
      if (Files.size(file) > most) {
        throw new ModelLoadException(
            Reason.MODEL_TOO_LARGE,
            "the file is larger than %d bytes: raise resources.limits.memory, or deploy its XML form"
                .formatted(most));
      }
      return read(decoded(Files.readAllBytes(file)));
    } catch (CharacterCodingException e) {
      throw new ModelLoadException(
          Reason.MODEL_INVALID, "the file is not JSON: its bytes are no text");
    } catch (IOException e) {
      throw new ModelLoadException(
          Reason.MODEL_INVALID,
          "the file cannot be read: " + e.getClass().getSimpleName() + " " + e.getMessage());
    }
  }

  private static String decoded(byte[] bytes) throws CharacterCodingException {
    String text = charset(bytes).newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  /** A document begins with a character of ASCII or with a byte order mark. */
  private static Charset charset(byte[] bytes) {
    if (bytes.length >= 2
        && (bytes[0] == 0 || (bytes[0] == (byte) 0xfe && bytes[1] == (byte) 0xff))) {
      return StandardCharsets.UTF_16BE;
    }
    if (bytes.length >= 2
        && (bytes[1] == 0 || (bytes[0] == (byte) 0xff && bytes[1] == (byte) 0xfe))) {
      return StandardCharsets.UTF_16LE;
    }
    return StandardCharsets.UTF_8;
  }

  /** Reads a whole document. */
  public Document read(String json) throws ModelLoadException {
    long deadline = System.nanoTime() + limits.time().toNanos();
    return read(new JsonTokens(json, limits, deadline));
  }

  Document read(JsonTokens tokens) throws ModelLoadException {
    return new Pass(tokens).run();
  }

  /** One pass over the values. */
  private final class Pass {
    private final JsonTokens tokens;
    private final Document.Builder tape = new Document.Builder();
    private long characters;

    Pass(JsonTokens tokens) {
      this.tokens = tokens;
    }

    Document run() throws ModelLoadException {
      if (tokens.kind(0) != Kind.OBJECT || tokens.next(0) == 1) {
        throw invalid(0, "the document is no object with the key " + mapping.root());
      }
      int value = 2;
      if (!tokens.text(1).equals(mapping.root()) || tokens.next(value) != tokens.next(0)) {
        throw invalid(1, "the only key of the document is not " + mapping.root());
      }
      requireObject(value, mapping.root());
      element(mapping.root(), value);
      return tape.build();
    }

    private void element(String name, int object) throws ModelLoadException {
      int element = begin(name, object);
      attributes(name, element, object);
      for (int key = object + 1; key < tokens.next(object); key = tokens.next(key + 1)) {
        if (tokens.isStructure(key + 1) && !mapping.skipped().contains(tokens.text(key))) {
          children(name, element, tokens.text(key), key + 1);
        }
      }
      tape.end(element);
    }

    private int begin(String name, int token) throws ModelLoadException {
      tokens.keepTime();
      if (tape.items() >= limits.items()) {
        throw tooLarge(token, "more than %d elements and attributes".formatted(limits.items()));
      }
      return tape.begin(name, tokens.line(token), tokens.column(token));
    }

    /** On the tape they stand before all children, wherever in the object they do. */
    private void attributes(String name, int element, int object) throws ModelLoadException {
      Set<String> keys = new HashSet<>();
      for (int key = object + 1; key < tokens.next(object); key = tokens.next(key + 1)) {
        String attribute = keep(key);
        if (!keys.add(attribute)) {
          throw invalid(key, "the key " + attribute + " stands twice in " + name);
        }
        if (!tokens.isStructure(key + 1) && tokens.kind(key + 1) != Kind.NULL) {
          String value = keep(key + 1);
          if (mapping.isText(name, attribute)) {
            tape.text(element, value);
          } else {
            tape.attribute(attribute, value);
          }
        }
      }
    }

    private void children(String parent, int element, String key, int value)
        throws ModelLoadException {
      if (tokens.kind(value) == Kind.OBJECT) {
        child(parent, key, value);
        return;
      }
      if (!mapping.isText(parent, key)) {
        childrenOrList(parent, key, value);
      } else if (mapping.rows().contains(parent)) {
        cells(parent, value);
      } else if (mapping.lists().contains(parent)) {
        tape.text(element, list(parent, value, value + 1));
      } else {
        throw invalid(value, parent + " holds a list, not one " + key);
      }
    }

    private void childrenOrList(String parent, String key, int list) throws ModelLoadException {
      int item = list + 1;
      while (item < tokens.next(list) && tokens.kind(item) == Kind.OBJECT) {
        child(parent, key, item);
        item = tokens.next(item);
      }
      if (item == list + 1 && item < tokens.next(list)) {
        int items = begin(key, list);
        tape.text(items, list(parent, list, item));
        tape.end(items);
      } else if (item < tokens.next(list)) {
        throw noObject(parent, key, item);
      }
    }

    /** The items from one on, between blanks. */
    private String list(String element, int list, int first) throws ModelLoadException {
      StringBuilder items = new StringBuilder();
      for (int item = first; item < tokens.next(list); item = tokens.next(item)) {
        if (tokens.isStructure(item) || tokens.kind(item) == Kind.NULL) {
          throw invalid(item, "a list in " + element + " holds what is no plain value");
        }
        items.append(items.isEmpty() ? "" : " ");
        items.append(tokens.kind(item) == Kind.TEXT ? quoted(keep(item)) : keep(item));
      }
      return items.toString();
    }

    /** A backslash before the last quote would make it part of the item. */
    private static String quoted(String item) {
      int end = item.length();
      while (end > 0 && item.charAt(end - 1) == '\\') {
        end--;
      }
      return "\"" + item.substring(0, end).replace("\"", "\\\"") + "\"" + item.substring(end);
    }

    private void cells(String row, int list) throws ModelLoadException {
      for (int item = list + 1; item < tokens.next(list); item = tokens.next(item)) {
        if (tokens.kind(item) == Kind.OBJECT) {
          throw lostNames(item);
        } else if (tokens.isStructure(item)) {
          throw noObject(row, "list", item);
        }
        cell(item);
      }
    }

    private void child(String parent, String key, int object) throws ModelLoadException {
      if (mapping.rows().contains(parent)) {
        throw lostNames(object);
      }
      if (!mapping.kinds().contains(key)) {
        element(key, object);
        return;
      }
      int name = object + 1;
      if (name == tokens.next(object) || tokens.next(name + 1) != tokens.next(object)) {
        throw invalid(object, key + " does not name one element");
      }
      if (!mapping.skipped().contains(tokens.text(name))) {
        requireObject(name + 1, tokens.text(name));
        element(tokens.text(name), name + 1);
      }
    }

    /** A cell of a table, which is written as the XML element that it was. */
    private void cell(int item) throws ModelLoadException {
      String xml = keep(item).strip();
      if (xml.isEmpty()) {
        return;
      }
      try {
        XMLStreamReader cell = CELLS.createXMLStreamReader(new StringReader(xml));
        cell.nextTag();
        String prefix = cell.getPrefix() == null ? "" : cell.getPrefix();
        String name = (prefix.isEmpty() ? "" : prefix + ":") + cell.getLocalName();
        int element = begin(name, item);
        tape.text(element, cell.getElementText());
        tape.end(element);
        cell.close();
      } catch (XMLStreamException e) {
        throw invalid(item, "a cell of a table is no XML element");
      }
    }

    private void requireObject(int value, String name) throws ModelLoadException {
      if (tokens.kind(value) != Kind.OBJECT) {
        throw invalid(value, name + " is no object");
      }
    }

    private String keep(int value) throws ModelLoadException {
      String text = tokens.text(value);
      characters += text.length();
      if (characters > limits.characters()) {
        throw tooLarge(value, "more than %d characters".formatted(limits.characters()));
      }
      return text;
    }

    private ModelLoadException lostNames(int cells) {
      return invalid(
          cells,
          "its cells lost the names of their columns when the document was written as JSON:"
              + " deploy its XML form");
    }

    private ModelLoadException noObject(String parent, String key, int item) {
      return invalid(item, parent + " holds a " + key + " that is no object");
    }

    private ModelLoadException invalid(int token, String what) {
      return failure(Reason.MODEL_INVALID, token, what);
    }

    private ModelLoadException tooLarge(int token, String what) {
      return failure(Reason.MODEL_TOO_LARGE, token, what);
    }

    private ModelLoadException failure(Reason reason, int token, String what) {
      return new ModelLoadException(
          reason,
          "line %d, column %d: %s"
              .formatted(tokens.line(token), tokens.column(token), Shown.message(what)));
    }
  }
}
