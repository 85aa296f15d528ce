package io.slipway.batch.rows;

import io.slipway.batch.input.Line;
import io.slipway.server.protocol.PredictCodec.Form;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** How a line says a row, in the words of the pod's own requests. */
public sealed interface LineFormat {

  /**
   * Whether a line stands for itself: put beside others in a request, it neither takes from them
   * nor passes for two of them. It may be wrong all the same.
   */
  boolean isOneRow(Line line);

  /** A request for these rows. */
  byte[] request(List<Line> lines);

  /** What a line should be, in words. */
  String row();

  Form form();

  /** Where a request's message says that its first row is, as the message begins. */
  String firstRow();

  /** A JSON object a line. */
  record JsonLines() implements LineFormat {
    private static final byte[] BEGIN = "{\"instances\":[".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END = "]}".getBytes(StandardCharsets.US_ASCII);

    @Override
    public boolean isOneRow(Line line) {
      return JsonObjectLine.isOne(line.bytes());
    }

    @Override
    public byte[] request(List<Line> lines) {
      ByteArrayOutputStream request = new ByteArrayOutputStream();
      request.writeBytes(BEGIN);
      for (int i = 0; i < lines.size(); i++) {
        if (i > 0) {
          request.write(',');
        }
        request.writeBytes(lines.get(i).bytes());
      }
      request.writeBytes(END);
      return request.toByteArray();
    }

    @Override
    public String row() {
      return "one JSON object in a line";
    }

    @Override
    public Form form() {
      return Form.RECORDS;
    }

    @Override
    public String firstRow() {
      return "instances[0]";
    }
  }

  /**
   * Cells of CSV.
   *
   * @param header the line that names the columns
   */
  record Csv(String header) implements LineFormat {
    @Override
    public boolean isOneRow(Line line) {
      int quotes = 0;
      for (byte b : line.bytes()) {
        quotes += b == '"' ? 1 : 0;
      }
      return quotes % 2 == 0;
    }

    @Override
    public byte[] request(List<Line> lines) {
      ByteArrayOutputStream request = new ByteArrayOutputStream();
      request.writeBytes(header.getBytes(StandardCharsets.UTF_8));
      for (Line line : lines) {
        request.write('\n');
        request.writeBytes(line.bytes());
      }
      return request.toByteArray();
    }

    @Override
    public String row() {
      return "a row of CSV that ends on its line";
    }

    @Override
    public Form form() {
      return Form.CSV;
    }

    @Override
    public String firstRow() {
      return "line 2";
    }
  }
}
