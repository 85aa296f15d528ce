package io.slipway.api.v1alpha1;

import java.util.Arrays;
import java.util.Optional;

/**
 * Why a condition is as it is: every reason that the operator writes, with one sentence that says
 * what it means and what to do. The documentation's table is made from these.
 */
public enum Reason {
  SERVING("Serving", "The stable revision is what the spec asks for and answers callers."),
  PENDING("Pending", "The operator has seen the spec and has not acted on it yet."),
  RESOLVING(
      "Resolving",
      "A resolver pod fetches, hashes and reads the model, to pin its digest; wait, or look at the"
          + " pod's log."),
  PREPARING("Preparing", "The candidate's pods start; callers are answered as before."),
  PROMOTING("Promoting", "Callers are being moved to the candidate."),
  ROLLOUT_IN_PROGRESS(
      "RolloutInProgress",
      "The candidate gets callers step by step and is judged; status.checks has the numbers."),
  AWAITING_APPROVAL(
      "AwaitingApproval",
      "A step is passed and waits for a person: kubectl slipway resume, promote or abort."),
  INCONCLUSIVE(
      "Inconclusive",
      "There is too little evidence to judge the candidate; send it requests, or say how to go on"
          + " with kubectl slipway resume, promote or abort."),
  PAUSE_REQUESTED(
      "PauseRequested", "A person paused the version change; kubectl slipway resume ends it."),
  BAKING("Baking", "The new revision serves; the previous one stays warm while it is judged."),
  TRAFFIC_SPLIT_UNAVAILABLE(
      "TrafficSplitUnavailable",
      "The serving revision's pods cannot split traffic, so steps and shadowing cannot be done;"
          + " remove them from spec.rollout for this change."),
  CHECK_FAILED("CheckFailed", "A check found the candidate worse; the message has its numbers."),
  ABORTED("Aborted", "A person aborted the version change; kubectl slipway retry begins it anew."),
  CANDIDATE_LOST(
      "CandidateLost", "The candidate had no ready pod any more while callers were on their way."),
  CANDIDATE_UNREACHABLE(
      "CandidateUnreachable",
      "Serving pods get no answer from the candidate's pods, so nothing can be sent there; a"
          + " NetworkPolicy must let the deployment's own pods reach each other's port 8080."),
  ROLLING_BACK("RollingBack", "The candidate failed; its pods go, the stable revision serves."),
  SUPERSEDING("Superseding", "A newer spec replaces the candidate, whose pods go first."),
  CANCELLING("Cancelling", "The spec went back to the stable revision; the candidate's pods go."),
  SCALING(
      "Scaling",
      "The number of ready pods is on its way to spec.replicas, or to the least that"
          + " spec.autoscaling allows."),
  NEVER_SERVED("NeverServed", "No revision of this resource has served yet."),
  NO_READY_PODS(
      "NoReadyPods",
      "No pod of the stable revision is ready, so callers get no answer; look at the pods' events."),
  ROLLED_BACK(
      "RolledBack",
      "The candidate failed and is gone, the stable revision serves; correct the spec."),
  INVALID_SPEC(
      "InvalidSpec",
      "The spec cannot be carried out, in a way that the API server could not see; the message says"
          + " what to write instead."),
  NAME_CONFLICT(
      "NameConflict",
      "An object of a name that Slipway needs belongs to someone else and is left alone; rename"
          + " one of the two."),
  GPU_NOT_SUPPORTED(
      "GpuNotSupported",
      "The model is PMML, which no GPU can score; remove spec.gpu or give an ONNX model."),
  IMAGE_PULL_FAILED(
      "ImagePullFailed",
      "A node cannot pull the pod's image; correct spec.runtime.image or the pull secret."),
  CRASH_LOOP(
      "CrashLoop",
      "The container starts and ends again and again; its last words are the message."),
  UNSCHEDULABLE(
      "Unschedulable",
      "No node takes the pod; the scheduler's words are the message. Ask for less, or add nodes."),
  POD_REFUSED(
      "PodRefused",
      "The API server refuses the pod, by quota, pod security or an admission rule; its words are"
          + " the message."),
  MOUNT_NOT_FOUND(
      "MountNotFound",
      "A Secret, ConfigMap or claim that the pod mounts does not exist in its namespace; create"
          + " it."),
  PROGRESS_DEADLINE_EXCEEDED(
      "ProgressDeadlineExceeded",
      "The candidate was not ready in time and gave no other reason; look at its pods' log."),
  STATUS_UNREACHABLE(
      "StatusUnreachable",
      "The operator cannot read a ready pod's port 9090; a NetworkPolicy must let the operator's"
          + " namespace in."),
  OPERATOR_ERROR(
      "OperatorError",
      "The operator met an error of its own and tries again; its log has the details."),

  REGISTRY_UNREACHABLE(
      "RegistryUnreachable",
      "The registry gives no answer, or the operator was not told where it is (chart value"
          + " registry.url). What serves goes on serving; an alias is not followed meanwhile."),
  REGISTRY_FORBIDDEN(
      "RegistryForbidden",
      "The registry refuses the operator's token; correct the Secret that the chart value"
          + " registry.secret names. What serves goes on serving."),
  VERSION_NOT_FOUND(
      "VersionNotFound",
      "The registry has no such model, version or alias, or the version is not READY; push it, or"
          + " correct spec.model. What serves goes on serving."),

  // What pods say about themselves, under the names of the pod contract.
  CONFIG_INVALID(
      "ConfigInvalid",
      "A document or an environment variable of the pod makes no sense; correct podTemplate.env."),
  SOURCE_UNREACHABLE(
      "SourceUnreachable",
      "The model's source gives no connection, times out or fails; check the uri and the network."),
  SOURCE_FORBIDDEN(
      "SourceForbidden",
      "The model's source refuses access; correct the Secret that credentialsSecret names."),
  SOURCE_NOT_FOUND(
      "SourceNotFound",
      "There is no such file, key, bucket or path at the source; correct the uri."),
  SOURCE_TOO_LARGE(
      "SourceTooLarge",
      "The file is above the limit; raise SLIPWAY_MAX_MODEL_BYTES in podTemplate.env."),
  SOURCE_UNSUPPORTED("SourceUnsupported", "The runtime does not know the uri's scheme."),
  SOURCE_LOST(
      "SourceLost",
      "The source fails and no ready pod of the revision has the bytes; bring the source back."),
  DIGEST_MISMATCH(
      "DigestMismatch",
      "The source's bytes are not the pinned ones; someone changed the file. Put it back, or pin"
          + " the new digest."),
  FORMAT_UNKNOWN("FormatUnknown", "The file is of no format that the runtime knows."),
  FORMAT_MISMATCH("FormatMismatch", "The file is of another format than spec.model.format says."),
  MODEL_INVALID("ModelInvalid", "The file is broken or contradicts its own format."),
  MODEL_UNSUPPORTED(
      "ModelUnsupported", "The model uses a feature of its format that the engine does not have."),
  MODEL_TOO_LARGE(
      "ModelTooLarge", "The model does not fit into the pod's memory; raise spec.resources."),
  LOAD_TIMEOUT(
      "LoadTimeout",
      "The model took too long to load; raise spec.resources or SLIPWAY_LOAD_TIMEOUT."),
  EXECUTION_PROVIDER_UNAVAILABLE(
      "ExecutionProviderUnavailable",
      "The GPU that spec.gpu asks for cannot be used in the pod; check the node's driver."),
  WARM_UP_FAILED(
      "WarmUpFailed", "The model was loaded and does not score its own verification rows, or any."),
  OUT_OF_MEMORY(
      "OutOfMemory", "The memory is exhausted; raise the memory limit in spec.resources."),
  SCORING_LOST(
      "ScoringLost",
      "The pod scored once and does not any more: calls of the model do not come back, or its"
          + " device fails for good. The kubelet restarts the container; if it happens again, look"
          + " at the node's device, or for a request that the model never ends with."),
  INTERNAL("Internal", "A defect of the runtime; the message says where. Please report it.");

  private final String value;
  private final String meaning;

  Reason(String value, String meaning) {
    this.value = value;
    this.meaning = meaning;
  }

  /** As the status has it. */
  public String value() {
    return value;
  }

  /** What it means and what to do, for the documentation. */
  public String meaning() {
    return meaning;
  }

  /** The reason of that name as a status or a pod has it. */
  public static Optional<Reason> of(String name) {
    return Arrays.stream(values()).filter(reason -> reason.value.equals(name)).findFirst();
  }
}
