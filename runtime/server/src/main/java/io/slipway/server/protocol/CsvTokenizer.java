package io.slipway.server.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Splits CSV into cells by RFC 4180: commas, double quotes, lines that end with CRLF or LF; UTF-8
 * with or without a byte order mark. Strict, because a file that is read otherwise than it was
 * meant shifts values into other columns.
 */
final class CsvTokenizer {
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private final String text;
  private final char delimiter;
  private int position;
  private int line = 1;
  private int rowLine = 1;

  private CsvTokenizer(String text, char delimiter) {
    this.text = text;
    this.delimiter = delimiter;
    this.position = !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? 1 : 0;
  }

  static CsvTokenizer open(byte[] bytes) throws RequestException {
    return open(bytes, ',');
  }

  /**
   * @param delimiter between cells, in place of a comma: no quote and no end of a line
   */
  static CsvTokenizer open(byte[] bytes, char delimiter) throws RequestException {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return new CsvTokenizer(text, delimiter);
    } catch (CharacterCodingException e) {
      throw RequestException.invalid(
          "the body: expected CSV in UTF-8, found bytes that are no UTF-8");
    }
  }

  /** The line, counted from 1, on which the row last read began. */
  int rowLine() {
    return rowLine;
  }

  /**
   * Reads the cells of the next row.
   *
   * @param cells is cleared and filled
   * @return false at the end, where nothing but empty lines is left
   */
  boolean nextRow(List<String> cells) throws RequestException {
    cells.clear();
    rowLine = line;
    if (atLineEnd()) {
      requireOnlyEmptyLines();
      return false;
    }
    while (true) {
      cells.add(nextCell());
      if (position == text.length()) {
        return true;
      }
      if (text.charAt(position) == delimiter) {
        position++;
      } else {
        skipLineEnd();
        return true;
      }
    }
  }

  /** Reads all rows: for tests and small documents. */
  static List<List<String>> rows(byte[] bytes) throws RequestException {
    CsvTokenizer tokenizer = open(bytes);
    List<List<String>> rows = new ArrayList<>();
    List<String> cells = new ArrayList<>();
    while (tokenizer.nextRow(cells)) {
      rows.add(List.copyOf(cells));
    }
    return rows;
  }

  private String nextCell() throws RequestException {
    if (position < text.length() && text.charAt(position) == '"') {
      return quotedCell();
    }
    int start = position;
    while (position < text.length() && !endsCell(text.charAt(position))) {
      char c = text.charAt(position);
      if (c == '"') {
        throw error(
            "a double quote inside a cell that does not begin with one; write it twice in a quoted cell");
      }
      requireNoNul(c);
      position++;
    }
    return text.substring(start, position);
  }

  private String quotedCell() throws RequestException {
    int start = ++position;
    StringBuilder cell = new StringBuilder();
    while (position < text.length()) {
      char c = text.charAt(position);
      if (c == '"') {
        cell.append(text, start, position);
        position++;
        if (position == text.length() || endsCell(text.charAt(position))) {
          return cell.toString();
        }
        if (text.charAt(position) != '"') {
          throw error("text after the closing double quote of a cell");
        }
        start = position; // the second quote of a pair belongs to the cell
      } else if (c == '\n') {
        line++;
      }
      requireNoNul(c);
      position++;
    }
    throw error("a double quote that is never closed");
  }

  private boolean endsCell(char c) {
    return c == delimiter || c == '\n' || c == '\r';
  }

  private boolean atLineEnd() {
    return position == text.length()
        || text.charAt(position) == '\n'
        || text.charAt(position) == '\r';
  }

  private void skipLineEnd() throws RequestException {
    if (text.charAt(position) == '\r') {
      position++;
      if (position == text.length()) {
        return;
      }
      if (text.charAt(position) != '\n') {
        throw error("a carriage return without a line feed");
      }
    }
    position++;
    line++;
  }

  private void requireOnlyEmptyLines() throws RequestException {
    while (position < text.length()) {
      if (!atLineEnd()) {
        throw RequestException.invalid(
            "line %d: expected a row, found an empty line; write \"\" for a missing value"
                .formatted(rowLine));
      }
      skipLineEnd();
    }
  }

  private void requireNoNul(char c) throws RequestException {
    if (c == 0) {
      throw error("a NUL character");
    }
  }

  private RequestException error(String found) {
    return RequestException.invalid("line " + line + ": expected CSV (RFC 4180), found " + found);
  }
}
