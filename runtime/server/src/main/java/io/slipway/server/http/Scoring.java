package io.slipway.server.http;

import io.slipway.scoring.Batch;
import io.slipway.scoring.ScoringException;
import io.slipway.server.http.CallerRequest.Origin;
import io.slipway.server.measure.OutputSink;
import io.slipway.server.protocol.PredictCodec.Form;
import io.slipway.server.protocol.RequestException;
import io.slipway.server.protocol.ScoringRequest;
import io.slipway.server.protocol.ScoringRequest.EncodedAnswer;
import io.slipway.server.protocol.UnknownFields;
import java.net.http.HttpHeaders;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One request for predictions, from its bytes to its answer: decode, score, encode. All of it is
 * work for a scoring thread, so that as much of it happens at once as there are processors for.
 *
 * @param request with a body that is read
 * @param protocol of the body
 * @param unknownFields the query parameter of that name
 * @param limits of the request
 */
record Scoring(
    CallerRequest request, Protocol protocol, Optional<String> unknownFields, Limits limits) {

  static final String JSON_LENGTH = "Inference-Header-Content-Length";

  /** Of most answers. */
  private static final HttpHeaders JSON_ALONE =
      Answers.headers(Map.of("Content-Type", List.of(MediaTypes.JSON)));

  private static final Pattern LENGTH = Pattern.compile("\\d{1,9}");

  /**
   * An answer.
   *
   * @param faultyRows what the sink made of it
   */
  record Scored(Answer answer, int faultyRows) {}

  /**
   * @param sink takes note of what the model gives
   */
  Scored answer(Loaded loaded, OutputSink sink) throws HttpProblem {
    byte[] body =
        ContentCoding.decode(request.body(), header("Content-Encoding"), limits.maxBodyBytes());
    try {
      ScoringRequest decoded =
          protocol == Protocol.INFER ? decodeInfer(loaded, body) : decodePredict(loaded, body);
      if (decoded.rows() == 0 && protocol != Protocol.INFER) {
        return new Scored(
            answer(
                loaded,
                decoded
                    .encoder()
                    .encode(loaded.predict().noPredictions(), limits.maxAnswerBytes())),
            0);
      }
      Batch outputs = score(loaded, decoded);
      EncodedAnswer encoded = decoded.encoder().encode(outputs, limits.maxAnswerBytes());
      if (request.origin() != Origin.SHADOW) {
        loaded.metrics().scored(decoded.rows());
      }
      return new Scored(answer(loaded, encoded), sink.take(outputs));
    } catch (RequestException e) {
      throw problem(e);
    }
  }

  private ScoringRequest decodeInfer(Loaded loaded, byte[] body)
      throws HttpProblem, RequestException {
    MediaTypes.requireInfer(header("Content-Type"));
    String jsonLength = header(JSON_LENGTH);
    if (jsonLength.isEmpty()) {
      return loaded.infer().decode(body, body.length);
    }
    if (!LENGTH.matcher(jsonLength).matches()) {
      throw new HttpProblem(
          400, JSON_LENGTH + ": expected how many bytes of the body are JSON, found no number");
    }
    int length = Integer.parseInt(jsonLength);
    return length == 0 ? loaded.infer().decodeRaw(body) : loaded.infer().decode(body, length);
  }

  private ScoringRequest decodePredict(Loaded loaded, byte[] body)
      throws HttpProblem, RequestException {
    Form rows = MediaTypes.rows(header("Content-Type"));
    Form answer = MediaTypes.answer(header("Accept"), rows);
    return loaded.predict().decode(body, rows, answer, unknown());
  }

  private UnknownFields unknown() throws HttpProblem {
    return switch (unknownFields.orElse("refuse")) {
      case "refuse" -> UnknownFields.REFUSE;
      case "ignore" -> UnknownFields.IGNORE;
      default ->
          throw new HttpProblem(
              400, "the query parameter unknown-fields: expected refuse or ignore, found another");
    };
  }

  private static Batch score(Loaded loaded, ScoringRequest decoded) throws HttpProblem {
    try {
      Batch outputs = loaded.served().model().score(decoded.inputs());
      loaded.silence().answered();
      return outputs;
    } catch (ScoringException e) {
      switch (e.fault()) {
        case INPUT -> throw new HttpProblem(400, refusal(decoded, e));
        case MODEL -> throw new ModelFault(e);
      }
      throw new IllegalStateException("neither fault", e);
    }
  }

  /** What the model said, and of which row in the caller's own words. */
  private static String refusal(ScoringRequest decoded, ScoringException e) {
    String message = String.valueOf(e.getMessage());
    if (e.row().isEmpty()) {
      return message;
    }
    int row = e.row().getAsInt();
    String enginesName = "row " + row + ": ";
    return decoded.rowNames().of(row)
        + ": "
        + (message.startsWith(enginesName) ? message.substring(enginesName.length()) : message);
  }

  private static Answer answer(Loaded loaded, EncodedAnswer encoded) {
    HttpHeaders headers;
    if (encoded.jsonLength().isPresent()) {
      headers = loaded.binaryHeaders().of(encoded.jsonLength().getAsInt());
    } else if (encoded.mediaType().equals(MediaTypes.JSON)) {
      headers = JSON_ALONE;
    } else {
      headers = Answers.headers(Map.of("Content-Type", List.of(encoded.mediaType())));
    }
    return new Answer(200, headers, encoded.bytes());
  }

  private static HttpProblem problem(RequestException e) {
    return switch (e.kind()) {
      case INVALID -> new HttpProblem(400, e.getMessage());
      case TOO_MANY_ROWS, ANSWER_TOO_LARGE -> new HttpProblem(413, e.getMessage());
      case ANSWER_FORM -> new HttpProblem(406, e.getMessage());
    };
  }

  private String header(String name) {
    return request.headers().firstValue(name).orElse("");
  }

  /** The model failed on an input that looks right. */
  static final class ModelFault extends RuntimeException {
    private static final long serialVersionUID = 1;

    ModelFault(ScoringException cause) {
      super(cause.getMessage(), cause);
    }

    @Override
    public String getMessage() {
      return String.valueOf(super.getMessage());
    }
  }
}
