package io.slipway.conformance.check;

import io.slipway.conformance.json.Json;
import io.slipway.conformance.json.JsonException;
import io.slipway.conformance.server.Answered;
import io.slipway.conformance.server.Exchange;
import io.slipway.conformance.server.Sent;
import io.slipway.conformance.tensor.InferAnswer;
import io.slipway.conformance.tensor.InferBody;
import io.slipway.conformance.tensor.MalformedAnswer;
import io.slipway.conformance.tensor.Members;
import io.slipway.conformance.tensor.Tensor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** What a check asks the server with; remembers what went to and fro. */
public final class Probe {
  private static final int NOT_IMPLEMENTED = 501;

  private final Subject subject;
  private final List<Exchange> exchanges = new ArrayList<>();

  public Probe(Subject subject) {
    this.subject = subject;
  }

  public List<Exchange> exchanges() {
    return List.copyOf(exchanges);
  }

  /** Remembers what went to and fro another way than {@link #send}. */
  public void record(Exchange exchange) {
    exchanges.add(exchange);
  }

  public Subject subject() {
    return subject;
  }

  /** The path of the model's metadata. */
  public String modelPath() {
    return Paths.model(subject.model());
  }

  String inferPath() {
    return modelPath() + "/infer";
  }

  Answered send(Sent sent) throws Deviation {
    try {
      Answered answered = subject.server().send(sent);
      record(new Exchange(sent.text(), answered.text()));
      return answered;
    } catch (IOException e) {
      throw new Deviation("no answer came to %s: %s".formatted(firstLine(sent), e));
    }
  }

  private static String firstLine(Sent sent) {
    return sent.method() + " " + sent.path();
  }

  /** The object that a GET is answered with. */
  public Json.Obj get(String path) throws Deviation {
    return object(succeed(Sent.get(path)));
  }

  /** The answer, with status 200. */
  Answered succeed(Sent sent) throws Deviation {
    Answered answered = send(sent);
    require(
        answered.status() == 200,
        "expected status 200 to %s, found %d".formatted(firstLine(sent), answered.status()));
    return answered;
  }

  /** An error that says that the caller is at fault, in the protocol's form. */
  void refused(Sent sent) throws Deviation {
    Answered answered = send(sent);
    require(
        answered.status() >= 400 && answered.status() < 500,
        "expected a status from 400 to 499, found " + answered.status());
    requireError(answered);
  }

  /** As {@link #refused}; a server that names no versions may also say that it has none. */
  void refusedVersion(Sent sent) throws Deviation {
    if (subject.versions().isEmpty()) {
      Answered answered = send(sent);
      if (answered.status() == NOT_IMPLEMENTED) {
        requireError(answered);
        return;
      }
    }
    refused(sent);
  }

  /** Scored, or an error that says that the caller is at fault. */
  void scoredOrRefused(Sent sent) throws Deviation {
    Answered answered = send(sent);
    if (answered.status() == 200) {
      parsed(answered);
      return;
    }
    require(
        answered.status() >= 400 && answered.status() < 500,
        "expected status 200, or one from 400 to 499, found " + answered.status());
    requireError(answered);
  }

  private static void requireError(Answered answered) throws Deviation {
    Json.Obj error = object(answered);
    require(
        error.get("error").orElse(Json.NULL) instanceof Json.Text text && !text.value().isBlank(),
        "expected {\"error\": \"...\"}, found " + brief(error));
  }

  static Json.Obj object(Answered answered) throws Deviation {
    try {
      Json json = answered.json();
      if (json instanceof Json.Obj object) {
        return object;
      }
      throw new Deviation("expected a JSON object, found " + brief(json));
    } catch (JsonException e) {
      throw new Deviation("the body is no JSON: " + e.getMessage());
    }
  }

  static String brief(Json json) {
    String text = json.text();
    return text.length() > 200 ? text.substring(0, 200) + "..." : text;
  }

  /** Fails unless it {@code holds}. */
  public static void require(boolean holds, String otherwise) throws Deviation {
    if (!holds) {
      throw new Deviation(otherwise);
    }
  }

  /** The request that the model can score. */
  public List<Tensor> inputs() throws NotApplicable {
    if (subject.request().isEmpty()) {
      throw new NotApplicable("the metadata name no inputs, and --request gives none");
    }
    return subject.request();
  }

  Sent infer(Json.Obj body) {
    return Sent.post(inferPath(), body.text());
  }

  InferAnswer scored(Json.Obj body) throws Deviation {
    return scored(infer(body));
  }

  InferAnswer scored(Sent sent) throws Deviation {
    return parsed(succeed(sent));
  }

  static InferAnswer parsed(Answered answered) throws Deviation {
    Optional<String> length = answered.header(Sent.JSON_LENGTH);
    if (length.isPresent() && !length.get().matches("[0-9]{1,9}")) {
      throw new Deviation(Sent.JSON_LENGTH + " is no number: " + length.get());
    }
    try {
      return InferAnswer.read(
          answered.body(),
          length.isPresent()
              ? OptionalInt.of(Integer.parseInt(length.get()))
              : OptionalInt.empty());
    } catch (MalformedAnswer e) {
      throw new Deviation(e.getMessage());
    }
  }

  /**
   * What the plain request is answered with.
   *
   * @throws NotApplicable if it is not scored, which a check of its own says
   */
  public InferAnswer plain() throws NotApplicable {
    try {
      return scored(InferBody.flat(inputs()));
    } catch (Deviation e) {
      throw new NotApplicable("infer.scored fails");
    }
  }

  /** Whether these inputs are answered with 200, whatever is in the answer. */
  public boolean takes(List<Tensor> some) throws Deviation {
    return send(infer(InferBody.flat(some))).status() == 200;
  }

  /** Fails unless {@code sent} is answered like the plain request. */
  void sameAsPlain(Sent sent) throws Deviation, NotApplicable {
    InferAnswer plain = plain();
    require(scored(sent).sameAs(plain), "expected the outputs of the plain request, found others");
  }

  static String text(Json.Obj object, String key) throws Deviation {
    try {
      return Members.text(object, key);
    } catch (MalformedAnswer e) {
      throw new Deviation(e.getMessage());
    }
  }

  static List<Json> array(Json.Obj object, String key) throws Deviation {
    try {
      return Members.array(object, key);
    } catch (MalformedAnswer e) {
      throw new Deviation(e.getMessage());
    }
  }
}
