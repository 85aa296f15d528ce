package io.slipway.server.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.slipway.server.json.JsonReader;
import io.slipway.server.protocol.OpenscoringCsv;
import io.slipway.server.protocol.OpenscoringJson;
import io.slipway.server.protocol.OpenscoringJson.Evaluation;
import io.slipway.server.protocol.OpenscoringJson.Evaluations;
import io.slipway.server.protocol.RequestException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Openscoring's REST API for predictions, for callers that speak it already: each request is made
 * one of named records or CSV, and goes the way of those. So it is split, limited and counted as
 * they are, and pods that do not know this API answer their part of it too. Safe for use by many
 * threads.
 *
 * @see <a href="https://github.com/openscoring/openscoring#rest-api">its description</a>
 */
final class Openscoring {
  private static final String MODEL = "/openscoring/model/{model}";

  /** Its Python client talks to nobody who does not say so. */
  private static final Map<String, String> IDENTITY =
      Map.of("X-Application", "Openscoring/2.1 (Slipway)");

  private final RequestPipeline pipeline;

  Openscoring(RequestPipeline pipeline) {
    this.pipeline = pipeline;
  }

  void register(RoutesConfig routes) {
    routes.post(MODEL, ctx -> serve(ctx, this::one));
    routes.post(MODEL + "/batch", ctx -> serve(ctx, this::many));
    routes.post(MODEL + "/csv", ctx -> serve(ctx, this::table));
  }

  /** Makes the answer to a body. */
  @FunctionalInterface
  private interface Evaluating {
    Reply answer(OpenscoringRequest asking, byte[] body) throws HttpProblem, RequestException;
  }

  private void serve(Context ctx, Evaluating evaluating) throws IOException {
    try (OpenscoringRequest asking = new OpenscoringRequest(pipeline, ctx)) {
      ResponseWriter.write(ctx, identified(answer(asking, evaluating)));
    }
  }

  private Reply answer(OpenscoringRequest asking, Evaluating evaluating) throws IOException {
    try {
      return evaluating.answer(asking, asking.body());
    } catch (RequestException e) {
      return asking.refuse(
          new HttpProblem(
              e.kind() == RequestException.Kind.TOO_MANY_ROWS ? 413 : 400, e.getMessage()));
    } catch (HttpProblem e) {
      return asking.refuse(e);
    } catch (RuntimeException e) {
      return pipeline.reply(RequestPipeline.refused(e));
    }
  }

  private Reply one(OpenscoringRequest asking, byte[] body) throws HttpProblem, RequestException {
    Evaluation evaluation = OpenscoringJson.one(body);
    Reply reply = asking.records(List.of(evaluation));
    return reply.answer().status() == 200
        ? answered(
            reply,
            MediaTypes.JSON,
            OpenscoringJson.response(evaluation.id(), predictions(reply).getFirst()))
        : reply;
  }

  /** What is wrong with a record is said in its own response. */
  private Reply many(OpenscoringRequest asking, byte[] body) throws HttpProblem, RequestException {
    Evaluations evaluations = OpenscoringJson.many(body, pipeline.limits().maxBatchRows());
    Batch batch = new Batch(asking);
    Reply last = batch.ask(evaluations.evaluations());
    return last.answer().status() == 200
        ? answered(
            last, MediaTypes.JSON, OpenscoringJson.responses(evaluations.id(), batch.responses))
        : last;
  }

  private Reply table(OpenscoringRequest asking, byte[] body) throws HttpProblem, RequestException {
    OpenscoringCsv table =
        OpenscoringCsv.read(body, asking.delimiter(), pipeline.limits().maxBatchRows());
    Reply reply = asking.predict(MediaTypes.CSV, table.rows());
    return reply.answer().status() == 200
        ? answered(reply, "text/plain; charset=utf-8", table.answer(reply.answer().body()))
        : reply;
  }

  private static List<byte[]> predictions(Reply reply) throws RequestException {
    return OpenscoringJson.predictions(reply.answer().body());
  }

  /** The same reply with another body. */
  private static Reply answered(Reply reply, String type, byte[] body) {
    Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.putAll(reply.answer().headers().map());
    headers.put("Content-Type", List.of(type));
    return new Reply(
        new Answer(reply.answer().status(), Answers.headers(headers), body),
        reply.names(),
        reply.added());
  }

  private static Reply identified(Reply reply) {
    Reply said =
        reply.answer().status() == 200
            ? reply
            : answered(
                reply,
                MediaTypes.JSON,
                OpenscoringJson.message(Optional.empty(), message(reply.answer())));
    Map<String, String> added = new HashMap<>(said.added());
    added.putAll(IDENTITY);
    return new Reply(said.answer(), said.names(), added);
  }

  /** What an answer of ours complains of. */
  private static String message(Answer answer) {
    try {
      return JsonReader.own(answer.body(), 0, answer.body().length).path("error").asText();
    } catch (IOException e) {
      return new String(answer.body(), StandardCharsets.UTF_8);
    }
  }

  /** Records that are asked for together, and where one of them is wrong in halves. */
  private static final class Batch {
    private final OpenscoringRequest asking;
    private final List<byte[]> responses = new ArrayList<>();

    Batch(OpenscoringRequest asking) {
      this.asking = asking;
    }

    /** The last reply: with 200 where all have a response, else one that ends it. */
    Reply ask(List<Evaluation> some) throws HttpProblem, RequestException {
      if (asking.deadline().hasPassed()) {
        throw new HttpProblem(
            504, "not scored within the time limit; send fewer records a request, or right ones");
      }
      Reply reply = asking.records(some);
      int status = reply.answer().status();
      if (status == 200) {
        List<byte[]> predictions = predictions(reply);
        for (int i = 0; i < some.size(); i++) {
          responses.add(OpenscoringJson.response(some.get(i).id(), predictions.get(i)));
        }
        return reply;
      }
      if (status != 400) {
        return reply;
      }
      if (some.size() == 1) {
        responses.add(OpenscoringJson.message(some.getFirst().id(), message(reply.answer())));
        return new Reply(
            new Answer(200, reply.answer().headers(), new byte[0]), reply.names(), reply.added());
      }
      Reply first = ask(some.subList(0, some.size() / 2));
      return first.answer().status() == 200
          ? ask(some.subList(some.size() / 2, some.size()))
          : first;
    }
  }
}
