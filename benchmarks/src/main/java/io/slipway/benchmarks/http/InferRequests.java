package io.slipway.benchmarks.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.slipway.scoring.Batch;
import io.slipway.scoring.Column;
import io.slipway.scoring.DataType;
import io.slipway.scoring.Engines;
import io.slipway.scoring.Field;
import io.slipway.scoring.LoadOptions;
import io.slipway.scoring.Model;
import io.slipway.scoring.Shape;
import io.slipway.scoring.Signature;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Requests of one row each, no two alike, for any model of numbers: written for wrk, and sent once
 * to compare each answer with the model's own, to the last bit.
 */
public final class InferRequests {
  private static final int ROWS = 2000;
  private static final long SEED = 20261126;
  private static final ObjectMapper JSON = new ObjectMapper();

  private InferRequests() {}

  /** How the elements are sent and asked for. */
  private enum Form {
    JSON,
    BINARY
  }

  /** A body, and how many of its leading bytes are JSON. */
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody
  private record Body(byte[] bytes, int jsonLength) {}

  /**
   * Writes {@code json.lua} and {@code binary.lua} for wrk, and the same as {@code json.requests}
   * and {@code binary.requests} for {@link OpenLoop}, then compares the answers of a server.
   *
   * @param args the model's file, a folder, and the URL to send to
   */
  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[1]);
    URI uri = URI.create(args[2]);
    try (Model model = Engines.installed().load(Path.of(args[0]), LoadOptions.cpu());
        HttpClient client = HttpClient.newHttpClient()) {
      List<Batch> rows = rows(model.signature());
      for (Form form : Form.values()) {
        List<Body> bodies = rows.stream().map(row -> body(row, form)).toList();
        Files.writeString(
            folder.resolve(form == Form.JSON ? "json.lua" : "binary.lua"), lua(bodies, form));
        requests(
            folder.resolve(form == Form.JSON ? "json.requests" : "binary.requests"),
            bodies,
            form,
            uri);
        for (int i = 0; i < ROWS; i++) {
          compare(model.score(rows.get(i)), send(client, uri, bodies.get(i), form), form);
        }
      }
    }
  }

  private static List<Batch> rows(Signature signature) {
    Random random = new Random(SEED);
    List<Batch> rows = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      List<Column> columns = new ArrayList<>();
      for (Field field : signature.inputs()) {
        Shape shape =
            field.shape().rank() == 1 ? Shape.of(1) : Shape.of(1, field.shape().dimension(1));
        columns.add(column(field, shape, random));
      }
      rows.add(Batch.of(columns));
    }
    return rows;
  }

  /** Four decimals, as measurements have. */
  private static Column column(Field field, Shape shape, Random random) {
    double[] values = new double[(int) shape.elements()];
    float[] singles = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.round(random.nextGaussian() * 1e4) / 1e4;
      singles[i] = Float.parseFloat(Double.toString(values[i]));
    }
    return switch (field.type()) {
      case FP64 -> Column.of(field.name(), DataType.FP64, shape, values);
      case FP32 -> Column.of(field.name(), DataType.FP32, shape, singles);
      default -> throw new IllegalArgumentException(field.name() + " is no number");
    };
  }

  private static Body body(Batch row, Form form) {
    StringBuilder json = new StringBuilder("{");
    if (form == Form.BINARY) {
      json.append("\"parameters\":{\"binary_data_output\":true},");
    }
    json.append("\"inputs\":[");
    ByteBuffer binary = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);
    String comma = "";
    for (Column column : row.columns()) {
      json.append(comma)
          .append(
              "{\"name\":\"%s\",\"shape\":%s,\"datatype\":\"%s\","
                  .formatted(
                      column.name(),
                      column.shape().toString().replace(" ", ""),
                      column.type().name()));
      if (form == Form.JSON) {
        json.append("\"data\":").append(elements(column)).append('}');
      } else {
        int size = put(binary, column);
        json.append("\"parameters\":{\"binary_data_size\":%d}}".formatted(size));
      }
      comma = ",";
    }
    byte[] head = json.append("]}").toString().getBytes(StandardCharsets.US_ASCII);
    ByteBuffer all = ByteBuffer.allocate(head.length + binary.position());
    return new Body(all.put(head).put(binary.flip()).array(), head.length);
  }

  private static String elements(Column column) {
    return column.type() == DataType.FP64
        ? java.util.Arrays.toString(column.doubles()).replace(" ", "")
        : java.util.Arrays.toString(column.floats()).replace(" ", "");
  }

  private static int put(ByteBuffer out, Column column) {
    int from = out.position();
    for (int i = 0; i < column.length(); i++) {
      if (column.type() == DataType.FP64) {
        out.putDouble(column.doubles()[i]);
      } else {
        out.putFloat(column.floats()[i]);
      }
    }
    return out.position() - from;
  }

  /** A script that sends them in turn; each line of data is one body. */
  private static String lua(List<Body> bodies, Form form) {
    StringBuilder lua = new StringBuilder("local all = {}\nlocal function add(body, json)\n");
    lua.append("  local headers = {[\"Content-Type\"] = \"");
    lua.append(form == Form.JSON ? "application/json" : "application/octet-stream").append("\"}\n");
    lua.append("  if json then headers[\"Inference-Header-Content-Length\"] = json end\n");
    lua.append("  all[#all + 1] = {headers, body}\nend\n");
    for (Body body : bodies) {
      lua.append("add(\"");
      for (byte b : body.bytes()) {
        lua.append(
            b >= ' ' && b <= '~' && b != '"' && b != '\\'
                ? Character.toString(b)
                : "\\%03d".formatted(Byte.toUnsignedInt(b)));
      }
      lua.append(form == Form.JSON ? "\")\n" : "\", \"%d\")\n".formatted(body.jsonLength()));
    }
    return lua.append(
            """
            local made, next = {}, 0
            function init(args)
              for i, one in ipairs(all) do made[i] = wrk.format("POST", nil, one[1], one[2]) end
            end
            function request()
              next = next % #made + 1
              return made[next]
            end
            """)
        .toString();
  }

  /** Each as it goes over the wire, after its length. */
  private static void requests(Path file, List<Body> bodies, Form form, URI uri)
      throws IOException {
    try (DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
      out.writeInt(bodies.size());
      for (Body body : bodies) {
        String head =
            "POST %s HTTP/1.1\r\nHost: %s\r\nContent-Type: %s\r\n%sContent-Length: %d\r\n\r\n"
                .formatted(
                    uri.getPath(),
                    uri.getAuthority(),
                    form == Form.JSON ? "application/json" : "application/octet-stream",
                    form == Form.JSON
                        ? ""
                        : "Inference-Header-Content-Length: %d\r\n".formatted(body.jsonLength()),
                    body.bytes().length);
        out.writeInt(head.length() + body.bytes().length);
        out.write(head.getBytes(StandardCharsets.US_ASCII));
        out.write(body.bytes());
      }
    }
  }

  private static HttpResponse<byte[]> send(HttpClient client, URI uri, Body body, Form form)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri).POST(BodyPublishers.ofByteArray(body.bytes()));
    if (form == Form.BINARY) {
      request
          .header("Content-Type", "application/octet-stream")
          .header("Inference-Header-Content-Length", Integer.toString(body.jsonLength()));
    } else {
      request.header("Content-Type", "application/json");
    }
    HttpResponse<byte[]> answer = client.send(request.build(), BodyHandlers.ofByteArray());
    if (answer.statusCode() != 200) {
      throw new IllegalStateException(
          answer.statusCode() + ": " + new String(answer.body(), StandardCharsets.UTF_8));
    }
    return answer;
  }

  private static void compare(Batch expected, HttpResponse<byte[]> answer, Form form)
      throws IOException {
    int jsonLength =
        answer
            .headers()
            .firstValue("Inference-Header-Content-Length")
            .map(Integer::parseInt)
            .orElse(answer.body().length);
    JsonNode outputs = JSON.readTree(answer.body(), 0, jsonLength).path("outputs");
    ByteBuffer binary =
        ByteBuffer.wrap(answer.body(), jsonLength, answer.body().length - jsonLength)
            .order(ByteOrder.LITTLE_ENDIAN);
    int index = 0;
    for (Column column : expected.columns()) {
      JsonNode data = outputs.path(index++).path("data");
      for (int i = 0; i < column.length(); i++) {
        boolean same =
            column.type() == DataType.FP64
                ? column.doubles()[i]
                    == (form == Form.JSON ? data.path(i).doubleValue() : binary.getDouble())
                : column.floats()[i]
                    == (form == Form.JSON
                        ? Float.parseFloat(data.path(i).asText())
                        : binary.getFloat());
        if (!same) {
          throw new IllegalStateException(column.name() + " is not the model's own");
        }
      }
    }
  }
}
