package io.slipway.server.pod;

import io.slipway.scoring.EngineInfo;
import io.slipway.scoring.batching.BatchPlan;
import io.slipway.server.contract.DeploymentId;
import io.slipway.server.contract.Revision;
import io.slipway.server.contract.TrafficDocument;
import io.slipway.server.model.ServedModel;
import io.slipway.server.traffic.RequestCounts;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntSupplier;

/**
 * What {@code GET /status} says: the contract's status.json.
 *
 * @param traffic empty outside a cluster
 * @param inFlight requests being answered now
 */
record StatusReport(
    PodConfig config,
    Assignment assignment,
    PodState state,
    Optional<Traffic> traffic,
    RequestCounts counts,
    IntSupplier inFlight,
    Instant startedAt,
    String runtimeVersion) {
  private static final int CONTRACT = 1;

  Map<String, Object> toMap() {
    PodState.Now now = state.now();
    Map<String, Object> status = new LinkedHashMap<>();
    status.put("contract", CONTRACT);
    status.put("runtimeVersion", runtimeVersion);
    assignment.revision().ifPresent(known -> status.put("deployment", deployment(known)));
    status.put("revision", assignment.revisionName());
    status.put("pod", pod());
    status.put("state", now.stage().written());
    status.put("reason", now.reason());
    status.put("message", now.message());
    state.loaded().ifPresent(loaded -> describe(loaded, status));
    status.put(
        "capabilities", traffic.isPresent() ? List.of("forward", "split", "shadow") : List.of());
    traffic.flatMap(Traffic::document).ifPresent(d -> status.put("traffic", describe(d)));
    traffic.ifPresent(parts -> status.put("forward", forward(parts)));
    status.put("requests", requests());
    traffic.ifPresent(parts -> status.putAll(parts.windows().report()));
    return status;
  }

  private static Map<String, Object> deployment(Revision revision) {
    DeploymentId id = revision.deployment();
    Map<String, Object> deployment = new LinkedHashMap<>();
    deployment.put("namespace", id.namespace());
    deployment.put("name", id.name());
    deployment.put("uid", id.uid());
    return deployment;
  }

  private Map<String, Object> pod() {
    Map<String, Object> pod = new LinkedHashMap<>();
    pod.put("name", config.pod().name());
    pod.put("uid", config.pod().uid());
    pod.put("startedAt", startedAt.toString());
    return pod;
  }

  private void describe(PodState.Loaded loaded, Map<String, Object> status) {
    ServedModel served = loaded.served();
    Map<String, Object> model = new LinkedHashMap<>();
    model.put("name", served.name());
    model.put("version", served.version());
    model.put("digest", served.digest());
    model.put("format", served.format().name());
    model.put("bytes", loaded.bytes());
    status.put("model", model);
    EngineInfo info = served.model().engine();
    Map<String, Object> engine = new LinkedHashMap<>();
    engine.put("name", info.name());
    engine.put("version", info.version());
    info.passedOver().ifPresent(faster -> engine.put("passedOver", passedOver(faster)));
    info.heldTo().ifPresent(other -> engine.put("heldTo", heldTo(other)));
    info.compiledForm().ifPresent(form -> engine.put("compiledForm", compiledForm(form)));
    loaded.batching().ifPresent(plan -> engine.put("batching", batching(plan)));
    status.put("engine", engine);
    status.put("executionProvider", info.executionProvider().name());
  }

  private static Map<String, Object> batching(BatchPlan plan) {
    Map<String, Object> batching = new LinkedHashMap<>();
    batching.put("mostRows", plan.mostRows());
    batching.put("why", plan.why());
    return batching;
  }

  private Map<String, Object> heldTo(EngineInfo.HeldTo other) {
    Map<String, Object> heldTo = new LinkedHashMap<>();
    // Others that are told of it do not compare again: only of what was tried to the end.
    config
        .formsOf()
        .filter(build -> other.isWhole())
        .ifPresent(build -> heldTo.put("build", build));
    heldTo.put("engine", other.engine());
    heldTo.put("version", other.version());
    heldTo.put("rows", other.rows());
    return heldTo;
  }

  private static Map<String, Object> compiledForm(EngineInfo.CompiledForm form) {
    Map<String, Object> compiledForm = new LinkedHashMap<>();
    compiledForm.put("state", form.state().name());
    form.unfit().ifPresent(unfit -> compiledForm.put("unfit", unfit.name()));
    return compiledForm;
  }

  private static Map<String, Object> passedOver(EngineInfo.PassedOver faster) {
    Map<String, Object> passedOver = new LinkedHashMap<>();
    passedOver.put("engine", faster.engine());
    passedOver.put("reason", faster.reason().name());
    passedOver.put("why", faster.why());
    return passedOver;
  }

  /** What a pod says of the document that it goes by. */
  static Map<String, Object> describe(TrafficDocument document) {
    Map<String, Object> traffic = new LinkedHashMap<>();
    traffic.put("epoch", document.position().epoch());
    traffic.put("sequence", document.position().sequence());
    traffic.put("target", document.target().orElse(""));
    traffic.put("weightBp", document.weightBp());
    traffic.put("shadowBp", document.shadowBp());
    traffic.put("rollout", document.rollout());
    return traffic;
  }

  private static Map<String, Object> forward(Traffic traffic) {
    Map<String, Object> forward = new LinkedHashMap<>();
    forward.put("reachable", traffic.probe().isReachable());
    forward.put("sent", traffic.counts().sent().sum());
    forward.put("answered", traffic.counts().answered().sum());
    forward.put("fallbacks", traffic.counts().fallbacks().sum());
    return forward;
  }

  private Map<String, Object> requests() {
    Map<String, Object> requests = new LinkedHashMap<>();
    requests.put("callers", counts.callers());
    requests.put("hops", counts.hops());
    requests.put("shadows", counts.shadows());
    requests.put("inFlight", inFlight.getAsInt());
    requests.put("lastCallerMillisAgo", counts.millisSinceCaller());
    requests.put("answeredBy", counts.answeredBy());
    return requests;
  }
}
