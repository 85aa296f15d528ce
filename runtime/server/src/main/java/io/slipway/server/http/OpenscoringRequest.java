package io.slipway.server.http;

import io.javalin.http.Context;
import io.slipway.server.protocol.OpenscoringJson;
import io.slipway.server.protocol.OpenscoringJson.Evaluation;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** A request in Openscoring's API, on behalf of which the model is asked. Of one thread. */
final class OpenscoringRequest implements AutoCloseable {
  private static final int PART_BYTES = 8192;

  /** What is said of the body as it came, and not of what is made of it. */
  private static final Set<String> OF_THE_BODY =
      Set.of("accept", "content-encoding", "content-length", "content-type", "expect");

  private final RequestPipeline pipeline;
  private final Context ctx;
  private final long begun = System.nanoTime();
  private final Deadline deadline;

  /** Of answers, until they are written; bodies are counted where they are read and asked. */
  private final MemoryBudget.Share memory;

  private int held;
  private final String target;
  private final PredictionPath path;

  OpenscoringRequest(RequestPipeline pipeline, Context ctx) {
    this.pipeline = pipeline;
    this.ctx = ctx;
    this.deadline = Deadline.after(pipeline.limits().requestTimeout());
    this.memory = pipeline.memory().share();
    String raw = ctx.req().getRequestURI().substring("/openscoring/model/".length());
    int end = raw.indexOf('/');
    String segment = end < 0 ? raw : raw.substring(0, end);
    this.target = "/v1/models/" + segment + ":predict?unknown-fields=ignore";
    this.path =
        new PredictionPath(ctx.pathParam("model"), Optional.empty(), PredictionPath.Verb.PREDICT);
  }

  Deadline deadline() {
    return deadline;
  }

  /**
   * All of it, within the limits, and not compressed any more. It takes one of the places for
   * requests as long as it comes in, and is in flight; then the predictions are.
   */
  byte[] body() throws HttpProblem, IOException {
    pipeline.begun();
    try (Place _ = pipeline.admit(CallerRequest.Origin.CALLER);
        BodyReader.Body reading =
            pipeline
                .bodies()
                .begin(ctx.req().getContentLengthLong(), ctx.header("Expect") != null)) {
      InputStream in = ctx.req().getInputStream();
      byte[] part = new byte[PART_BYTES];
      for (int read = in.read(part); read >= 0 && !reading.isFull(); read = in.read(part)) {
        reading.add(ByteBuffer.wrap(part, 0, read));
        if (deadline.hasPassed()) {
          throw BodyReader.tooSlow();
        }
      }
      return ContentCoding.decode(
          reading.bytes(), header("Content-Encoding"), pipeline.limits().maxBodyBytes());
    } finally {
      pipeline.ended();
    }
  }

  /** Refuses and counts what was no request for predictions yet. */
  Reply refuse(HttpProblem problem) {
    pipeline.refused(head(MediaTypes.JSON), Protocol.RECORDS, problem, begun);
    return pipeline.reply(Served.refused(problem));
  }

  Reply records(List<Evaluation> evaluations) throws HttpProblem {
    return predict(MediaTypes.JSON, OpenscoringJson.instances(evaluations));
  }

  /** Goes the way of every request for predictions. */
  Reply predict(String type, byte[] body) throws HttpProblem {
    Protocol protocol = type.equals(MediaTypes.CSV) ? Protocol.CSV : Protocol.RECORDS;
    Reply reply;
    try (Prediction prediction = pipeline.begin(head(type), protocol, path, Optional.empty())) {
      reply = answer(prediction, body);
      prediction.written();
    }
    hold(reply.answer().body().length);
    return reply;
  }

  private static Reply answer(Prediction prediction, byte[] body) {
    try {
      prediction.admit(body.length);
      prediction.read(ByteBuffer.wrap(body));
      prediction.readAll();
    } catch (HttpProblem e) {
      return prediction.refuse(e);
    }
    return prediction.answer();
  }

  Head head(String type) {
    Map<String, List<String>> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    Endpoints.head(ctx)
        .headers()
        .map()
        .forEach(
            (name, values) -> {
              if (!OF_THE_BODY.contains(name.toLowerCase(Locale.ROOT))) {
                fields.put(name, values);
              }
            });
    fields.put("Content-Type", List.of(type));
    return new Head("POST", target, RequestHeaders.of(fields));
  }

  /** What the query says that separates cells. */
  Optional<Character> delimiter() throws HttpProblem {
    String query = "?" + (ctx.req().getQueryString() == null ? "" : ctx.req().getQueryString());
    if (!Query.value(query, "quoteChar").orElse("\"").equals("\"")) {
      throw new HttpProblem(
          400, "the query parameter quoteChar: expected a double quote, found another");
    }
    Optional<String> delimiter = Query.value(query, "delimiterChar");
    if (delimiter.isPresent() && !delimiter.get().matches("[^\"\\r\\n]")) {
      throw new HttpProblem(
          400, "the query parameter delimiterChar: expected a character, found something else");
    }
    return delimiter.map(text -> text.charAt(0));
  }

  /** Until it is closed: what has been answered to it. */
  private void hold(int more) throws HttpProblem {
    held = Math.addExact(held, more);
    memory.grow(held);
  }

  @Override
  public void close() {
    memory.close();
  }

  private String header(String name) {
    String value = ctx.header(name);
    return value == null ? "" : value;
  }
}
