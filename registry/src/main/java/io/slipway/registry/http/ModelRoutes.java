package io.slipway.registry.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.HandlerType;
import io.slipway.registry.auth.Scope;
import io.slipway.registry.http.Route.Shape;
import io.slipway.registry.model.JsonFields;
import io.slipway.registry.model.Model;
import io.slipway.registry.model.ModelName;
import io.slipway.registry.model.Notes;
import io.slipway.registry.model.Retention;
import io.slipway.registry.service.Overview.Glance;
import io.slipway.registry.service.Refusal;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Models. */
final class ModelRoutes {
  private final Api api;

  ModelRoutes(Api api) {
    this.api = api;
  }

  List<Route> routes() {
    return List.of(
        new Route(
            HandlerType.GET,
            "/v1/models",
            Scope.READ,
            "List models by name",
            Shape.answers("Models", "after", "limit"),
            this::list),
        new Route(
            HandlerType.GET,
            "/v1/models:overview",
            Scope.READ,
            "List models by name, each with its newest version, its aliases and what serves",
            Shape.answers("Overview", "search", "after", "limit"),
            this::overview),
        new Route(
            HandlerType.POST,
            "/v1/models",
            Scope.PUSH,
            "Create a model",
            Shape.takes("NewModel", "Model").status(201),
            this::create),
        new Route(
            HandlerType.GET,
            "/v1/models/{model}",
            Scope.READ,
            "Look a model up",
            Shape.answers("Model"),
            call -> Answer.ok(Views.model(api.catalog().model(call.model())))),
        new Route(
            HandlerType.PUT,
            "/v1/models/{model}",
            Scope.ADMIN,
            "Describe a model anew and set its retention rule",
            Shape.takes("ModelDescription", "Model"),
            this::describe));
  }

  private Answer list(Call call) {
    int limit = call.limit();
    List<Model> models = api.catalog().models(call.query("after").orElse(""), limit);
    ObjectNode json = Views.object();
    json.set("models", Views.list(models, Views::model));
    if (!models.isEmpty()) {
      Api.next(json, "after=" + models.getLast().name(), models.size(), limit);
    }
    return Answer.ok(json);
  }

  private Answer overview(Call call) {
    int limit = call.limit();
    List<Glance> models =
        api.overview()
            .models(call.query("search").orElse(""), call.query("after").orElse(""), limit);
    ObjectNode json = Views.object();
    json.set("models", Views.list(models, Views::glance));
    if (!models.isEmpty()) {
      Api.next(json, "after=" + models.getLast().model().name(), models.size(), limit);
    }
    return Answer.ok(json);
  }

  private Answer create(Call call) throws Refusal, IOException {
    JsonFields fields = call.fields("name", "description", "labels");
    Model model =
        api.catalog()
            .create(call.author(), new ModelName(fields.requiredText("name")), Notes.read(fields));
    return new Answer.Document(
        201, Views.model(model), Map.of("Location", "/v1/models/" + model.name()));
  }

  private Answer describe(Call call) throws Refusal, IOException {
    JsonFields fields = call.fields("description", "labels", "retention");
    Optional<Retention> retention = fields.node("retention").map(Retention::read);
    return Answer.ok(
        Views.model(
            api.catalog().describe(call.author(), call.model(), Notes.read(fields), retention)));
  }
}
