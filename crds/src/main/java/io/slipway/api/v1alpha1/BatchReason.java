package io.slipway.api.v1alpha1;

import java.util.Arrays;
import java.util.Optional;

/**
 * Why a condition of a run or a schedule is as it is, beside the {@link Reason}s that pods of all
 * kinds have, with one sentence that says what it means and what to do.
 */
public enum BatchReason {
  PUBLISHED("Published", "Readers see the set that the run made."),
  SUPERSEDED(
      "Superseded",
      "A later run published its set before; this one's is loaded, and publish.setId goes to it."),
  ROLLED_BACK("RolledBack", "Readers see the set that publish.setId names, as a person asked."),
  PENDING("Pending", "The operator has seen the run and has not acted on it yet."),
  RESOLVING_MODEL("ResolvingModel", "It is being found out which model is meant; wait."),
  PLANNING("Planning", "A pod lists the input and cuts it into splits."),
  SCORING(
      "Scoring", "Pods score the splits; status.splits and status.progress say how far they are."),
  RETRYING(
      "Retrying",
      "A pod failed in a way that another try may help; its last words are the message."),
  PUBLISHING("Publishing", "A pod validates the set, loads it and lets readers see it."),
  ACTIVATING("Activating", "A pod lets readers see the set that publish.setId names."),
  AWAITING_APPROVAL(
      "AwaitingApproval",
      "The set is valid and loaded; change publish.mode to OnSuccess to let readers see it."),
  SUSPENDED("Suspended", "A person stopped it for the time being; set suspend to false to go on."),
  DEPLOYING_LOOKUP("DeployingLookup", "The pods that look predictions up are not all ready yet."),
  LOOKUP_READY("LookupReady", "Look-ups are answered."),
  NO_LOOKUP_PODS(
      "NoLookupPods",
      "No pod that looks predictions up is ready, so callers get no answer; look at the pods'"
          + " events."),
  MODEL_DEPLOYMENT_NOT_FOUND(
      "ModelDeploymentNotFound",
      "There is no such ModelDeployment, or nothing of it serves yet; create it, or correct"
          + " modelDeployment. The run waits."),
  IMAGE_NOT_CONFIGURED(
      "ImageNotConfigured",
      "The operator was not told the image of batch pods or of Spark's; set the chart value"
          + " images.batch or images.spark, as the message says."),
  SPARK_OPERATOR_MISSING(
      "SparkOperatorMissing",
      "engine.spark.submit is SparkApplication, and no operator of Spark takes it: none is installed,"
          + " none watches the namespace, or Slipway's operator may not write such resources; the"
          + " message says which."),
  SUBMISSION_FAILED(
      "SubmissionFailed",
      "The operator of Spark could not start the driver; the message has its words."),
  RIGHTS_MISSING(
      "RightsMissing",
      "The account of a driver of Spark may not do what it must; give it the rights in the message."),
  EXECUTORS_REFUSED(
      "ExecutorsRefused",
      "A driver of Spark could not make executors, or they all ended before they began; the"
          + " message says where to look."),
  VALIDATION_FAILED(
      "ValidationFailed",
      "The set breaks a rule of spec.validation, so readers do not see it; the message has the"
          + " numbers."),
  SPLIT_FAILED(
      "SplitFailed",
      "A split was given up after all its tries; the message has the last words of its pod. Splits"
          + " that are done stay done for a run of the same spec."),
  JOB_FAILED("JobFailed", "A Job was given up and its pods left no words; look at its events."),
  DOCUMENT_LOST(
      "DocumentLost",
      "The ConfigMap that the run goes by was removed; delete the BatchScoring and apply it again,"
          + " and splits that are done stay done."),
  INPUT_NOT_FOUND(
      "InputNotFound", "There is nothing at input.uri; correct it, or put the files there."),
  INPUT_CHANGED(
      "InputChanged",
      "A file of the input changed while it was scored; leave files as they are, and make another"
          + " BatchScoring."),
  INPUT_INVALID(
      "InputInvalid", "The input cannot be read as what input.type says, or has no keyColumn."),
  STORAGE_UNAVAILABLE(
      "StorageUnavailable", "A volume or a store does not answer; the message has its words."),
  STORAGE_REFUSED(
      "StorageRefused",
      "A store does not let the pods in, or a folder of a claim is another user's; correct the"
          + " credentials, or give the folder to the pods."),
  DISK_FULL("DiskFull", "A volume has no room left; enlarge it, or remove what is old."),
  PLAN_MISSING(
      "PlanMissing",
      "The run's folder in the staging area was removed; delete the BatchScoring and apply it"
          + " again."),
  SPLITS_MISSING(
      "SplitsMissing",
      "Splits that were scored were removed from the staging area; delete the BatchScoring and"
          + " apply it again."),
  WAREHOUSE_UNAVAILABLE(
      "WarehouseUnavailable",
      "The database or folder of output cannot be reached; the message has its words."),
  WAREHOUSE_BUSY(
      "WarehouseBusy", "Others hold what the pod needs in the database; it is tried again."),
  WAREHOUSE_FULL("WarehouseFull", "The database or folder of output has no room left."),
  WAREHOUSE_REFUSED(
      "WarehouseRefused",
      "The database does not allow what the pod does; give the user of connectionSecret the rights"
          + " in the message."),
  SET_CHANGED(
      "SetChanged", "Somebody published a set of the name at the same moment; it is tried again."),
  OUTPUT_INVALID(
      "OutputInvalid",
      "The set cannot be stored: a column of output.columns that the model does not have, a key"
          + " that is there twice."),
  SET_NOT_FOUND(
      "SetNotFound",
      "The warehouse has no set of the number publish.setId any more; publish.retainSets says how"
          + " many are kept."),
  SCHEDULED("Scheduled", "Runs begin when the schedule says."),
  SCHEDULE_INVALID(
      "ScheduleInvalid",
      "schedule or timeZone cannot be read; the message says what is wrong with it."),
  RUN_FAILED(
      "RunFailed",
      "The last run failed; the next one begins all the same. The message has its reason.");

  private final String value;
  private final String meaning;

  BatchReason(String value, String meaning) {
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
  public static Optional<BatchReason> of(String name) {
    return Arrays.stream(values()).filter(reason -> reason.value.equals(name)).findFirst();
  }
}
