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

/** Runs of a model over many rows, by a schedule. */
@Group(ModelDeployment.GROUP)
@Version("v1alpha1")
@Plural("scheduledbatchscorings")
@Singular("scheduledbatchscoring")
@ShortNames("sbsc")
@Categories({"all", "slipway"})
@AdditionalPrinterColumn(
    name = "Schedule",
    jsonPath = ".spec.schedule",
    getDescription = "When runs begin")
@AdditionalPrinterColumn(
    name = "Time zone",
    jsonPath = ".spec.timeZone",
    getDescription = "In which time zone")
@AdditionalPrinterColumn(
    name = "Suspend",
    jsonPath = ".spec.suspend",
    type = AdditionalPrinterColumn.Type.BOOLEAN,
    getDescription = "Whether no runs are begun")
@AdditionalPrinterColumn(
    name = "Last run",
    jsonPath = ".status.lastScheduleTime",
    type = AdditionalPrinterColumn.Type.DATE,
    getDescription = "How long ago a run was begun")
@AdditionalPrinterColumn(
    name = "Last success",
    jsonPath = ".status.lastSuccessfulTime",
    type = AdditionalPrinterColumn.Type.DATE,
    getDescription = "How long ago a run published its set")
@AdditionalPrinterColumn(
    name = "Ready",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].status",
    getDescription = "Whether the schedule is followed")
@AdditionalPrinterColumn(
    name = "Reason",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].reason",
    getDescription = "Why it is ready or not")
@AdditionalPrinterColumn(
    name = "Age",
    jsonPath = ".metadata.creationTimestamp",
    type = AdditionalPrinterColumn.Type.DATE)
@AdditionalPrinterColumn(
    name = "Next",
    jsonPath = ".status.nextScheduleTime",
    priority = 1,
    getDescription = "When the next run begins")
@AdditionalPrinterColumn(
    name = "Message",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].message",
    priority = 1,
    getDescription = "What is going on, in words")
@ValidationRule(
    value =
        "size(self.metadata.name) <= 40"
            + " && self.metadata.name.matches('^[a-z]([-a-z0-9]*[a-z0-9])?$')",
    message =
        "metadata.name must be at most 40 lower-case letters, digits and hyphens, beginning with a"
            + " letter and not ending with a hyphen, because runs are named after it")
public final class ScheduledBatchScoring
    extends CustomResource<ScheduledBatchScoringSpec, ScheduledBatchScoringStatus>
    implements Namespaced {

  private static final long serialVersionUID = 1L;
}
