package io.slipway.conformance.check;

import static io.slipway.conformance.check.Probe.require;

import io.slipway.conformance.json.Json;
import io.slipway.conformance.json.JsonException;
import io.slipway.conformance.server.Sent;
import io.slipway.conformance.tensor.MalformedAnswer;
import io.slipway.conformance.tensor.Members;
import java.util.List;

/** The index of the model repository extension. Nothing is loaded or unloaded. */
final class RepositoryChecks {
  private static final String EXTENSION = "model_repository";
  private static final String INDEX = "/v2/repository/index";

  private RepositoryChecks() {}

  static List<Check> all() {
    return List.of(
        check(
            "repository.index",
            "$repository_index_response = [ { \"name\" : $string, \"version\" : $string #optional, \"state\" : $string,"
                + " \"reason\" : $string }, ... ]",
            probe -> listed(probe, "{}")),
        check(
            "repository.index-ready",
            "\"ready\" : Optional, default is false. If true return only models ready for inferencing.",
            probe -> listed(probe, "{\"ready\": true}")),
        check(
            "repository.index-malformed",
            "A failed index request must be indicated by an HTTP error status (typically 400). The HTTP body must"
                + " contain the $repository_index_error_response object.",
            probe -> probe.refused(Sent.post(INDEX, "{\"ready\": "))));
  }

  private static Check check(String name, String sentence, Check.Body body) {
    return new Check(
        name,
        Section.REPOSITORY,
        Level.EXTENSION,
        new Rule(Rule.Source.REPOSITORY, "Index", sentence),
        probe -> {
          if (!probe.subject().hasExtension(EXTENSION)) {
            throw new NotApplicable("the server does not say that it has " + EXTENSION);
          }
          body.look(probe);
        });
  }

  private static void listed(Probe probe, String request) throws Deviation {
    try {
      Json answer = probe.succeed(Sent.post(INDEX, request)).json();
      require(answer instanceof Json.Arr, "expected an array, found " + Probe.brief(answer));
      boolean found = false;
      for (Json element : ((Json.Arr) answer).elements()) {
        Json.Obj model = Members.object(element, "a model");
        Members.text(model, "state");
        Members.text(model, "reason");
        found |= Members.text(model, "name").equals(probe.subject().model());
      }
      require(found, "expected the model in the index, found " + Probe.brief(answer));
    } catch (JsonException e) {
      throw new Deviation("the body is no JSON: " + e.getMessage());
    } catch (MalformedAnswer e) {
      throw new Deviation(e.getMessage());
    }
  }
}
