package io.slipway.api.v1alpha1;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;

/** One run of a model over many rows, whose predictions are stored and looked up by key. */
@Group(ModelDeployment.GROUP)
@Version("v1alpha1")
@Plural("batchscorings")
@Singular("batchscoring")
@ShortNames("bsc")
@Categories({"all", "slipway"})
@AdditionalPrinterColumn(
    name = "Phase",
    jsonPath = ".status.phase",
    getDescription = "Where the run is")
@AdditionalPrinterColumn(
    name = "Progress",
    jsonPath = ".status.progress",
    getDescription = "The share of the splits that is scored")
@AdditionalPrinterColumn(
    name = "Rows",
    jsonPath = ".status.rows.scored",
    type = AdditionalPrinterColumn.Type.INTEGER,
    getDescription = "How many rows are scored")
@AdditionalPrinterColumn(
    name = "Errors",
    jsonPath = ".status.rows.errors",
    type = AdditionalPrinterColumn.Type.INTEGER,
    getDescription = "How many rows have an error in place of a prediction")
@AdditionalPrinterColumn(
    name = "Set",
    jsonPath = ".status.setId",
    type = AdditionalPrinterColumn.Type.INTEGER,
    getDescription = "The number of the set that the run made")
@AdditionalPrinterColumn(
    name = "Ready",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].status",
    getDescription = "Whether readers see what the spec asks for")
@AdditionalPrinterColumn(
    name = "Reason",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].reason",
    getDescription = "Why it is ready or not")
@AdditionalPrinterColumn(
    name = "Age",
    jsonPath = ".metadata.creationTimestamp",
    type = AdditionalPrinterColumn.Type.DATE)
@AdditionalPrinterColumn(
    name = "Model",
    jsonPath = ".status.model.name",
    priority = 1,
    getDescription = "The model that scores")
@AdditionalPrinterColumn(
    name = "Version",
    jsonPath = ".status.model.version",
    priority = 1,
    getDescription = "Its version")
@AdditionalPrinterColumn(
    name = "Splits",
    jsonPath = ".status.splits.total",
    type = AdditionalPrinterColumn.Type.INTEGER,
    priority = 1,
    getDescription = "How many splits there are")
@AdditionalPrinterColumn(
    name = "Left",
    jsonPath = ".status.estimatedSecondsLeft",
    type = AdditionalPrinterColumn.Type.INTEGER,
    priority = 1,
    getDescription = "How many seconds the splits that are left will take")
@AdditionalPrinterColumn(
    name = "Published",
    jsonPath = ".status.publishedAt",
    type = AdditionalPrinterColumn.Type.DATE,
    priority = 1,
    getDescription = "How long ago readers first saw the set")
@AdditionalPrinterColumn(
    name = "Message",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].message",
    priority = 1,
    getDescription = "What is going on, in words")
@ValidationRule(
    value =
        "size(self.metadata.name) <= 50"
            + " && self.metadata.name.matches('^[a-z]([-a-z0-9]*[a-z0-9])?$')",
    message =
        "metadata.name must be at most 50 lower-case letters, digits and hyphens, beginning with a"
            + " letter and not ending with a hyphen, because Jobs and a Service are named after it")
@ValidationRule(
    value =
        "has(self.spec.model) == has(oldSelf.spec.model) && (!has(self.spec.model) "
            + "|| self.spec.model == oldSelf.spec.model)"
            + " && has(self.spec.modelDeployment) == has(oldSelf.spec.modelDeployment) && "
            + "(!has(self.spec.modelDeployment) || self.spec.modelDeployment == "
            + "oldSelf.spec.modelDeployment)"
            + " && self.spec.input == oldSelf.spec.input"
            + " && (has(self.spec.engine) ? self.spec.engine.splitSize : '64Mi') == "
            + "(has(oldSelf.spec.engine) ? oldSelf.spec.engine.splitSize : '64Mi')"
            + " && (has(self.spec.engine) ? self.spec.engine.maxSplits : 1000) == "
            + "(has(oldSelf.spec.engine) ? oldSelf.spec.engine.maxSplits : 1000)"
            + " && (has(self.spec.engine) ? self.spec.engine.rowsPerCall : 1024) == "
            + "(has(oldSelf.spec.engine) ? oldSelf.spec.engine.rowsPerCall : 1024)"
            + " && (has(self.spec.engine) && has(self.spec.engine.spark) ? "
            + "self.spec.engine.spark.submit : 'Job') == (has(oldSelf.spec.engine) && "
            + "has(oldSelf.spec.engine.spark) ? oldSelf.spec.engine.spark.submit : 'Job')"
            + " && self.spec.output == oldSelf.spec.output"
            + " && self.spec.staging == oldSelf.spec.staging"
            + " && has(self.spec.credentialsSecret) == has(oldSelf.spec.credentialsSecret) "
            + "&& (!has(self.spec.credentialsSecret) || self.spec.credentialsSecret == "
            + "oldSelf.spec.credentialsSecret)"
            + " && has(self.spec.validation) == has(oldSelf.spec.validation) && "
            + "(!has(self.spec.validation) || self.spec.validation == "
            + "oldSelf.spec.validation)"
            + " && (has(self.spec.publish) ? self.spec.publish.retainSets : 5) == "
            + "(has(oldSelf.spec.publish) ? oldSelf.spec.publish.retainSets : 5)"
            + " && self.spec.nonce == oldSelf.spec.nonce",
    message =
        "a run does not change: make another BatchScoring. Only suspend, publish.mode,"
            + " publish.setId, serve, ttlSecondsAfterFinished and what engine says of pods can be"
            + " changed")
@ValidationRule(
    value =
        "(has(oldSelf.spec.publish) && oldSelf.spec.publish.mode == 'Manual')"
            + " || !has(self.spec.publish) || self.spec.publish.mode == 'OnSuccess'",
    message =
        "publish.mode can be changed from Manual to OnSuccess only, which lets readers see the set")
public final class BatchScoring extends CustomResource<BatchScoringSpec, BatchScoringStatus>
    implements Namespaced {

  private static final long serialVersionUID = 1L;
}
