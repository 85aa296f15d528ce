package io.slipway.server.protocol;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Evaluation requests of Openscoring's REST API made named records, and predictions made its
 * responses. Values are handed on as they are written.
 *
 * @see <a href="https://github.com/openscoring/openscoring#rest-api">its description</a>
 */
public final class OpenscoringJson {
  private OpenscoringJson() {}

  /**
   * A record to evaluate.
   *
   * @param id that its response is to have
   * @param record its arguments, a JSON object
   */
  @SuppressWarnings("ArrayRecordComponent") // lives as long as its request
  public record Evaluation(Optional<String> id, byte[] record) {}

  /**
   * Records to evaluate, each for itself.
   *
   * @param id that the response is to have
   */
  public record Evaluations(Optional<String> id, List<Evaluation> evaluations) {
    public Evaluations {
      evaluations = List.copyOf(evaluations);
    }
  }

  /**
   * Reads {@code {"id": "...", "arguments": {...}}}; an id is optional.
   *
   * @throws RequestException if the bytes are no such request
   */
  public static Evaluation one(byte[] body) throws RequestException {
    return document(body, in -> evaluation(in, body, () -> "the body"));
  }

  /**
   * Reads {@code {"id": "...", "requests": [{"id": "...", "arguments": {...}}]}}; ids are optional.
   *
   * @param mostRows how many requests there may be
   * @throws RequestException if the bytes are no such request
   */
  public static Evaluations many(byte[] body, int mostRows) throws RequestException {
    return document(
        body,
        in -> {
          List<Evaluation> evaluations = new ArrayList<>();
          Optional<String> id =
              members(
                  in,
                  () -> "the body",
                  "requests",
                  () -> {
                    in.require(JsonToken.START_ARRAY, "requests");
                    while (in.next() != JsonToken.END_ARRAY) {
                      int index = evaluations.size();
                      if (index == mostRows) {
                        throw RequestException.tooManyRows("requests", index, mostRows);
                      }
                      evaluations.add(evaluation(in, body, () -> "requests[" + index + "]"));
                    }
                  });
          return new Evaluations(id, evaluations);
        });
  }

  /** Records in the form that they are predicted in. */
  public static byte[] instances(List<Evaluation> evaluations) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    text(body, "{\"instances\":[");
    for (int i = 0; i < evaluations.size(); i++) {
      text(body, i == 0 ? "" : ",");
      body.writeBytes(evaluations.get(i).record());
    }
    text(body, "]}");
    return body.toByteArray();
  }

  /**
   * The predictions of an answer, as they are written.
   *
   * @throws RequestException if the bytes are no answer to {@link #instances}
   */
  public static List<byte[]> predictions(byte[] answer) throws RequestException {
    return document(
        answer,
        in -> {
          List<byte[]> predictions = new ArrayList<>();
          members(
              in,
              () -> "the answer",
              RecordsWriter.PREDICTIONS,
              () -> {
                in.require(JsonToken.START_ARRAY, RecordsWriter.PREDICTIONS);
                while (in.next() != JsonToken.END_ARRAY) {
                  predictions.add(value(in, answer));
                }
              });
          return predictions;
        });
  }

  /** The response to a record that was evaluated. */
  public static byte[] response(Optional<String> id, byte[] results) {
    return object(
        id,
        out -> {
          text(out, "\"results\":");
          out.writeBytes(results);
        });
  }

  /** The response to a record that could not be evaluated, or the answer to a request. */
  public static byte[] message(Optional<String> id, String message) {
    return object(id, out -> text(out, "\"message\":" + quoted(message)));
  }

  /** The response to {@link #many}, from one for each. */
  public static byte[] responses(Optional<String> id, List<byte[]> responses) {
    return object(
        id,
        out -> {
          text(out, "\"responses\":[");
          for (int i = 0; i < responses.size(); i++) {
            text(out, i == 0 ? "" : ",");
            out.writeBytes(responses.get(i));
          }
          text(out, "]");
        });
  }

  /** Reads something of a document. */
  @FunctionalInterface
  private interface Reading<T> {
    T read(JsonInput in) throws RequestException;
  }

  /** Reads a member's value. */
  @FunctionalInterface
  private interface Member {
    void read() throws RequestException;
  }

  private static <T> T document(byte[] body, Reading<T> reading) throws RequestException {
    try (JsonInput in = JsonInput.open(body, 0, body.length)) {
      in.next();
      T read = reading.read(in);
      in.requireEnd();
      return read;
    }
  }

  /** Reads an object with a member that has to be there, and gives back its id. */
  private static Optional<String> members(
      JsonInput in, Supplier<String> place, String wanted, Member member) throws RequestException {
    in.require(JsonToken.START_OBJECT, place::get);
    Optional<String> id = Optional.empty();
    boolean there = false;
    SeenNames seen = new SeenNames(place.get());
    while (in.next() == JsonToken.FIELD_NAME) {
      String name = in.fieldName();
      seen.add(name);
      in.next();
      if (name.equals(wanted)) {
        there = true;
        member.read();
      } else if (name.equals("id")) {
        id = id(in, place);
      } else {
        in.skipValue();
      }
    }
    if (!there) {
      throw RequestException.invalid(
          "%s: expected the key \"%s\", found none".formatted(place.get(), wanted));
    }
    return id;
  }

  private static Optional<String> id(JsonInput in, Supplier<String> place) throws RequestException {
    if (in.token() == JsonToken.VALUE_NULL) {
      return Optional.empty();
    }
    in.require(JsonToken.VALUE_STRING, () -> place.get() + ", id");
    return Optional.of(in.text());
  }

  private static Evaluation evaluation(JsonInput in, byte[] body, Supplier<String> place)
      throws RequestException {
    List<byte[]> record = new ArrayList<>(1);
    Optional<String> id =
        members(
            in,
            place,
            "arguments",
            () -> {
              in.require(JsonToken.START_OBJECT, () -> place.get() + ", arguments");
              record.add(value(in, body));
            });
    return new Evaluation(id, record.getFirst());
  }

  /** The bytes of the value that begins at the current token, which is passed over. */
  private static byte[] value(JsonInput in, byte[] body) throws RequestException {
    int from = in.tokenOffset();
    in.skipValue();
    return Arrays.copyOfRange(body, from, in.tokenEnd());
  }

  private static byte[] object(Optional<String> id, Consumer<ByteArrayOutputStream> rest) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    text(out, "{");
    id.ifPresent(value -> text(out, "\"id\":" + quoted(value) + ","));
    rest.accept(out);
    text(out, "}");
    return out.toByteArray();
  }

  private static String quoted(String text) {
    return '"' + String.valueOf(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
  }

  private static void text(ByteArrayOutputStream out, String text) {
    out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
  }
}
